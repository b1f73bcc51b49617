"""Texts of statutes as an organisation keeps them: dated versions, imported whole and never changed."""
