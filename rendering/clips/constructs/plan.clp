(defrule #given
  (declare (salience -920))
  (level (is ?level))
  (advise ?advice)
  (advice (id ?advice) (category ?category))
  (not (avoid ?advice))
  (not (waits ?level ?category))
  =>
  (assert (given ?advice)))

; Avoiding always beats advising.
(defrule #withheld
  (declare (salience -920))
  (level (is ?level))
  (advise ?advice)
  (advice (id ?advice) (category ?category))
  (or (avoid ?advice) (waits ?level ?category))
  =>
  (assert (withheld ?advice)))
