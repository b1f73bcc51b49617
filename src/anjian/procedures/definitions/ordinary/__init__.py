"""The ordinary penalty procedure 普通程序, its steps in the order of the law."""
