"""The summary procedure 简易程序: states, the steps on the spot, the cash."""
