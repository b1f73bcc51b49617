"""Agencies, units, officers, certificates, roles and powers: who may do what, where and until when."""
