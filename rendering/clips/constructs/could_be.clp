(deffunction #answered (?finding)
  (length$ (find-all-facts ((?each ?finding)) TRUE)))

(deffunction #could-be (?level)
  ; The highest level that a finding without an answer could still lead to.
  (foreach ?higher (create$ LEVELS)
    (if (eq ?higher ?level) then (return ?level))
    (foreach ?finding (#raising ?higher)
      (if (< (#answered ?finding) (#answers ?finding)) then (return ?higher))))
  ?level)
