; An item of evidence. Of the items of one group only the strongest counts; `none` is no group.
(deftemplate evidence
  (slot for) (slot from) (slot decibans (type INTEGER)) (slot group (default none)) (slot leading (allowed-symbols yes no)))
(deftemplate excepted (slot for) (slot from))
(deftemplate tally (slot of) (slot base (type INTEGER)))
(deftemplate sum (slot for) (slot decibans (type INTEGER)))
(deftemplate counted (slot for) (slot from) (slot decibans (type INTEGER)))
(deftemplate total (slot for) (slot decibans (type INTEGER)))
