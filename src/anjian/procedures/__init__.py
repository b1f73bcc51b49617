"""Procedures as readable files: what may happen to a case, when, by whom and on which article.

Pure: no database, no frame. `spec` is the vocabulary, `facts` what a rule may look at,
`engine` the judge, `definitions` the law, `render` the table and the flow chart.
"""
