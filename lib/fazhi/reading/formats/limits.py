"""How much of a file is read, so that time and memory stay small for any file in the folder.

A report has 3,000 to 60,000 characters.
"""

MAX_FILE_BYTES = 100_000_000
MAX_TEXT_BYTES = 20_000_000  # per txt or html file
MAX_CHARACTERS = 500_000  # of text, in any format
MAX_TAG = 100_000  # characters of one html tag: parsing time grows with the square of its attributes
MAX_UNPACKED = 20_000_000  # bytes of one part of a docx; pictures are not unpacked
MAX_PAGES = 500  # per pdf
