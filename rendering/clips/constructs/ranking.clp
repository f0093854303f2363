(deftemplate unranked (slot condition) (slot decibans) (slot order))
(deftemplate ranked (slot place) (slot condition) (slot decibans) (slot band))

(deffunction #ranks-after (?one ?other)
  (bind ?less (- (fact-slot-value ?other decibans) (fact-slot-value ?one decibans)))
  (or (> ?less 0) (and (= ?less 0) (> (fact-slot-value ?one order) (fact-slot-value ?other order)))))

(defrule #to-be-ranked
  (declare (salience -900))
  (total (for ?condition) (decibans ?decibans))
  (condition (id ?condition) (order ?order))
  =>
  (assert (unranked (condition ?condition) (decibans ?decibans) (order ?order))))

(defrule #rank
  (declare (salience -910))
  =>
  (bind ?place 0)
  (bind ?best 0)
  (foreach ?each (sort #ranks-after (find-all-facts ((?unranked unranked)) TRUE))
    (bind ?place (+ ?place 1))
    (bind ?decibans (fact-slot-value ?each decibans))
    (if (= ?place 1) then (bind ?best ?decibans))
    (assert (ranked (place ?place) (condition (fact-slot-value ?each condition)) (decibans ?decibans) (band (#band ?decibans (- ?best ?decibans)))))))
