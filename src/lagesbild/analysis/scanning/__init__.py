"""The scan statistic: circles of all sizes, all times, and what chance gives at best."""

from lagesbild.analysis.scanning.space_time import Cluster, SpaceTimeScan, space_time_scan

__all__ = ["Cluster", "SpaceTimeScan", "space_time_scan"]
