"""The rules of audits: question sets and scales, how a return stands, what two people's answers do to each other."""
