; Avoiding always beats advising.
(defrule #withheld
  (declare (salience -920))
  (level (is ?level))
  (advise ?advice)
  (advice (id ?advice))
  (or (avoid ?advice) (waits ?level ?advice))
  =>
  (assert (withheld ?advice)))

(defrule #could-be-given
  (declare (salience -920))
  (level (is ?level))
  (advise ?advice)
  (advice (id ?advice))
  (not (avoid ?advice))
  (not (waits ?level ?advice))
  =>
  (assert (could-be-given ?advice)))

(defrule #ruled-out
  (declare (salience -921))
  (could-be-given ?advice)
  (tagged ?advice ?tag)
  (rules-out ?other ?tag)
  (could-be-given ?other)
  =>
  (assert (withheld ?advice)))

(defrule #told-instead
  (declare (salience -921))
  (could-be-given ?advice)
  (told-before ?other ?advice)
  (could-be-given ?other)
  =>
  (assert (told-instead ?advice)))

(defrule #given
  (declare (salience -922))
  (could-be-given ?advice)
  (not (withheld ?advice))
  (not (told-instead ?advice))
  =>
  (assert (given ?advice)))
