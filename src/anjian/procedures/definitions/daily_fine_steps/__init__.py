"""Fines that go on day by day 按日连续处罚: states, the way to the decision, carrying it out."""
