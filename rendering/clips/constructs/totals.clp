(deffunction #stronger (?weight ?from ?other ?than)
  ; Whether an item stands for another of its group: the larger weight does, of +n and -n the +n.
  (or (> (abs ?weight) (abs ?other))
      (and (= (abs ?weight) (abs ?other))
           (or (> ?weight ?other) (and (= ?weight ?other) (> (str-compare ?from ?than) 0))))))

; When no early rule can fire any more, everything is weighed once.
(defrule #weigh
  (declare (salience -100))
  =>
  (assert (weighing)))

; A tally is taken only while some leading item counts and nothing blocks it. It starts at its base.
(defrule #take-a-tally
  (declare (salience -100))
  (weighing)
  (tally (of ?tally) (base ?base))
  (exists (evidence (for ?tally) (from ?from) (leading yes)) (not (excepted (for ?tally) (from ?from))))
  (not (blocked ?tally))
  =>
  (assert (sum (for ?tally) (decibans ?base))))

; An item counts when it is not excepted and no stronger item of its group is there that is not excepted either.
(defrule #an-item-counts
  (declare (salience -100))
  (weighing)
  ?sum <- (sum (for ?tally) (decibans ?decibans))
  (evidence (for ?tally) (from ?from) (group ?group) (decibans ?weight))
  (not (counted (for ?tally) (from ?from)))
  (not (excepted (for ?tally) (from ?from)))
  (not (and (evidence (for ?tally) (from ?other) (group ?group&~none) (decibans ?more&:(#stronger ?more ?other ?weight ?from)))
            (not (excepted (for ?tally) (from ?other)))))
  =>
  (assert (counted (for ?tally) (from ?from) (decibans ?weight)))
  (modify ?sum (decibans (+ ?decibans ?weight))))

(defrule #total
  (declare (salience -200))
  (sum (for ?tally) (decibans ?decibans))
  =>
  (assert (total (for ?tally) (decibans ?decibans))))
