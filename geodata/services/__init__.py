"""Outside geocoding services (外部地理编码), off unless the settings name one: one interface, three adapters."""

from geodata.services.amap import Amap
from geodata.services.baidu import Baidu
from geodata.services.opening import open_service
from geodata.services.service import Adapter, Service, ServicePlace
from geodata.services.tianditu import Tianditu

__all__ = ["Adapter", "Amap", "Baidu", "Service", "ServicePlace", "Tianditu", "open_service"]
