/** Air and wind: quantities, bands, directions, charts. */
import type { Wording } from './text.ts'

export const air = {
  'wind.title': ['当前风况', 'Wind now'],
  'wind.level': ['平均{{level}}级', 'Mean level {{level}}'],
  'wind.gust': ['阵风{{level}}级', 'Gust level {{level}}'],
  'wind.from': ['{{direction}}风', 'from {{direction}}'],
  'wind.speed': ['{{speed}} m/s', '{{speed}} m/s'],
  'wind.none': ['没有测风设备的数据', 'No device reports wind'],
  'wind.stale': ['已过时', 'Out of date'],

  'direction.N': ['北', 'N'],
  'direction.NE': ['东北', 'NE'],
  'direction.E': ['东', 'E'],
  'direction.SE': ['东南', 'SE'],
  'direction.S': ['南', 'S'],
  'direction.SW': ['西南', 'SW'],
  'direction.W': ['西', 'W'],
  'direction.NW': ['西北', 'NW'],

  'stations.title': ['站点 PM10', 'PM10 at stations'],
  'stations.hint': [
    '按 HJ 633 小时断点分级；瞬时读数，仅供参考。',
    'Bands by the hourly steps of HJ 633; instantaneous readings, for reference only.',
  ],
  'stations.hourly': ['小时值', 'hourly'],
  'stations.none': ['没有测 PM10 的站点。', 'No station measures PM10.'],
  'stations.median': ['全区中位数', 'District median'],

  'chart.none': ['这段时间没有数据（不代表正常）。', 'No data in this time (does not mean clean).'],
  'chart.loading': ['正在读取曲线…', 'Loading the curves…'],
  'chart.max': ['最高', 'Highest'],
  'chart.min': ['最低', 'Lowest'],
  'chart.every': ['每点 {{every}}', 'One point per {{every}}'],
  'chart.gaps': ['断开处为无数据。', 'Gaps: no data.'],

  'every.raw': ['原始', 'reading'],
  'every.1m': ['1 分钟', 'minute'],
  'every.15m': ['15 分钟', '15 minutes'],
  'every.1h': ['1 小时', 'hour'],
  'every.1d': ['1 天', 'day'],

  'quantity.pm10': ['PM10', 'PM10'],
  'quantity.pm25': ['PM2.5', 'PM2.5'],
  'quantity.tsp': ['TSP', 'TSP'],
  'quantity.windSpeed': ['风速', 'Wind speed'],
  'quantity.windGust': ['阵风', 'Gust'],
  'quantity.windDirection': ['风向', 'Wind direction'],
  'quantity.temperature': ['气温', 'Temperature'],
  'quantity.humidity': ['湿度', 'Humidity'],
  'quantity.pressure': ['气压', 'Pressure'],
  'quantity.noise': ['噪声', 'Noise'],
  'quantity.rain': ['雨强', 'Rain'],
  'quantity.so2': ['SO₂', 'SO₂'],
  'quantity.no2': ['NO₂', 'NO₂'],
  'quantity.o3': ['O₃', 'O₃'],
  'quantity.co': ['CO', 'CO'],

  'quality.unusable': ['不可用', 'not usable'],

  'band.1': ['优', 'Excellent'],
  'band.2': ['良', 'Good'],
  'band.3': ['轻度污染', 'Lightly polluted'],
  'band.4': ['中度污染', 'Moderately polluted'],
  'band.5': ['重度污染', 'Heavily polluted'],
  'band.6': ['严重污染', 'Severely polluted'],
} as const satisfies Readonly<Record<string, Wording>>
