"""Closed days of readings: one Parquet file a day, sorted by series and time, and how long each class is kept.

`parquet` writes, proves and reads the files and knows no table; `retention` reads how long a quantity is kept and why.
Which file holds which day stands in the table of archived days: a file that is not named there is not read, so a file
half made or made twice does no harm. `actions.archive` closes days, `stored` answers from open and closed ones alike.
"""
