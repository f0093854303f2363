; `(gate G)` holds when part of a premise does; `(needs (gate G) (count K))` says that K of its parts are needed.
(deftemplate needs (slot gate) (slot count (type INTEGER)))
(deftemplate part (slot of) (slot number (type INTEGER)))

(defrule #enough-parts-hold
  (part (of ?gate))
  (needs (gate ?gate) (count ?count))
  =>
  (if (>= (length$ (find-all-facts ((?part part)) (eq ?part:of ?gate))) ?count) then
    (assert (gate ?gate))))
