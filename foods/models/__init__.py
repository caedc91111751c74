"""What is in food, where it came from, and how curators keep it right."""

from foods.models.curation import Concern, ConcernKind, ConcernState, Curator, Proposal, ProposalKind, ProposalState
from foods.models.foods import Alias, Food, FoodQuerySet, Portion, Source
from foods.models.imports import Change, ImportDifference, ImportRefusal, ImportRun, RunState
from foods.models.quality import QualityCount

__all__ = [
    "Alias",
    "Change",
    "Concern",
    "ConcernKind",
    "ConcernState",
    "Curator",
    "Food",
    "FoodQuerySet",
    "ImportDifference",
    "ImportRefusal",
    "ImportRun",
    "Portion",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "QualityCount",
    "RunState",
    "Source",
]
