"""Text to place: `Geocoder(pack).locate("龙腾苑三区12号楼")` → `Located`."""

from geodata.geocoder.geocoder import Geocoder
from geodata.geocoder.located import ELSEWHERE, LEVELS, NOWHERE, RADIUS_M, Located, is_finer

__all__ = ["ELSEWHERE", "LEVELS", "NOWHERE", "RADIUS_M", "Geocoder", "Located", "is_finer"]
