"""The kinds of survey that training owns; surveys.py says what each means."""

BEFORE = "training.before"
EVALUATION = "training.evaluation"
FOLLOW_UP = "training.follow-up"
MANAGER_VIEW = "training.manager-view"
YEARLY = "training.yearly"
NEEDS = "training.needs"
