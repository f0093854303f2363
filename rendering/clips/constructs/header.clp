; For CLIPS 6.3 or newer (https://clipsrules.net):
;
;   $ clips -f2 FILE
;   CLIPS> (reset)
EXAMPLES
;   CLIPS> (run)
;   CLIPS> (report)                                       or read the facts:
;
;   (level (is LEVEL) (at-most LEVEL))   the urgency, and what it may still become: read them together. Where a question is open
;                                        that could raise it, `at-most` says so; it may say more than hipexpert, never less
;   (ranked (place N) (condition C) (decibans N) (band BAND))    a ranking, not a probability
;   (given ADVICE) (withheld ADVICE)     `(advise ADVICE)` alone is not advice: `(avoid ADVICE)` and the level outweigh it
;   (contradiction C)                    answers that cannot all be true; all of them count, none calms
;   (suspected C) (likely C) (excluded C) (pattern P) (contributing F) (unsafe FINDING)
;   (total (for C) (decibans N)), (counted (for C) (from RULE) (decibans N)), (evidence ...), (excepted ...)
;
; Each finding may be answered once (of several values, each once); `(report)` names those answered twice.
; Names with # in them belong to the machinery.