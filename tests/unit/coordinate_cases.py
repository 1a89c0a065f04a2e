"""Coordinates as officers write them, with what the reader has to make of each.

Unless a case says otherwise the text is read against the province of NTB, and its best reading is
the place 8.5833 S 116.1167 E; in degrees, minutes and seconds that is 8°35'00" 116°07'00".
"""

from dataclasses import dataclass

from spatial.coordinates import INDONESIA, Extent

NTB = Extent(115.3, -9.6, 119.8, -7.6)

DECIMAL = (-8.5833, 116.1167)
FINE = (-8.583333, 116.116667)
SEXAGESIMAL = (-(8 + 35 / 60), 116 + 7 / 60)
UTM = (-8.594487, 116.150681)  # 406543 9049876 of zone 50 south


@dataclass(frozen=True)
class Case:
    """A text, and what must come of it.

    ``count`` is the number of readings where it matters, ``decimals`` what the text resolves.
    """

    text: str
    status: str = "read"
    place: tuple[float, float] | None = DECIMAL
    repair: str | None = None
    count: int | None = None
    reason: str | None = None
    decimals: int | None = None
    extent: Extent = NTB


def _read(
    texts: list[str], place: tuple[float, float] = DECIMAL, decimals: int | None = None
) -> list[Case]:
    return [Case(text, place=place, count=1, decimals=decimals) for text in texts]


def _repaired(
    texts: list[str], repair: str, place: tuple[float, float] = DECIMAL, count: int | None = None
) -> list[Case]:
    return [Case(text, "repair", place, repair, count) for text in texts]


def _unreadable(reason: str, texts: list[str], extent: Extent = INDONESIA) -> list[Case]:
    return [Case(text, "unreadable", None, None, 0, reason, extent=extent) for text in texts]


CASES: dict[str, list[Case]] = {
    "decimal degrees": _read(
        [
            "-8.5833, 116.1167",
            "-8.5833,116.1167",
            "-8.5833 116.1167",
            "-8.5833\t116.1167",
            "-8.5833;116.1167",
            "-8.5833 / 116.1167",
            "-8.5833|116.1167",
            "-8.5833 - 116.1167",
            "- 8.5833, 116.1167",
            "(-8.5833, 116.1167)",
            "[-8.5833, 116.1167]",
            "'-8.5833, 116.1167",
            '"-8.5833","116.1167"',
            "-8.5833°, 116.1167°",
            "-8.5833,,116.1167.",
            "-8.5833,+116.1167",
            "-8.5833E+00 1.161167E+02",
        ],
        decimals=4,
    ),
    "decimal commas": _read(
        [
            "-8,5833; 116,1167",
            "-8,5833, 116,1167",
            "-8,5833,116,1167",
            "-8,5833 116,1167",
            "-8,5833\n116,1167",
            "-8.5833, 116,1167",
            "8,5833 LS 116,1167 BT",
            "8,5833 LS, 116,1167 BT",
            "8,5833LS,116,1167BT",
            "8,5833° LS / 116,1167° BT",
            "LS: 8,5833 BT: 116,1167",
            "Lintang Selatan 8,5833 Bujur Timur 116,1167",
        ],
        decimals=4,
    ),
    "letters and words": _read(
        [
            "8.5833 S, 116.1167 E",
            "8.5833S116.1167E",
            "8.5833s,116.1167e",
            "8.5833°S 116.1167°E",
            "S 8.5833 E 116.1167",
            "S. 8.5833 E. 116.1167",
            "S: 8.5833; E: 116.1167",
            "8.5833 S 116.1167 T",
            "8.5833 L.S., 116.1167 B.T.",
            "8.5833 LS - 116.1167 BT",
            "8.5833 (LS) 116.1167 (BT)",
            "8.5833(S),116.1167(E)",
            "8.5833, 116.1167 (LS, BT)",
            "8.5833 lintang selatan 116.1167 bujur timur",
            "8.5833 selatan dan 116.1167 timur",
            "Lat: -8.5833 Long: 116.1167",
            "Lat.-8.5833 Long.116.1167",
            "Lat:-8.5833Long:116.1167",
            "Latitude: 8.5833 S, Longitude: 116.1167 E",
            "lintang -8.5833 bujur 116.1167",
            "lat=-8.5833&lng=116.1167",
            "Lat/Long: -8.5833,116.1167",
            "(lat, lng) = (-8.5833, 116.1167)",
            "-8.5833 (lat), 116.1167 (long)",
            "lat,long\n-8.5833,116.1167",
            "-8.5833 LS 116.1167 BT",
            "-8.58330 S, 116.11670 E",
        ]
    ),
    "named in another order": _read(
        [
            "116.1167 BT 8.5833 LS",
            "BT 116.1167 LS 8.5833",
            "116.1167E-8.5833S",
            "116.1167, 8.5833 S",
            "Long 116.1167 Lat -8.5833",
            "Bujur: 116,1167 Lintang: -8,5833",
            "X=116.1167 Y=-8.5833",
            "X,Y: 116.1167,-8.5833",
            "Long/Lat: 116.1167,-8.5833",
        ]
    ),
    "degrees, minutes, seconds": _read(
        [
            "8°35'00\"S 116°07'00\"E",
            "8º 35’ 00” LS, 116º 07’ 00” BT",
            "8⁰35’00” LS - 116⁰07’00” BT",
            "8˚35′00″S/116˚07′00″E",
            "8° 35' 00'' LS dan 116° 07' 00'' BT",
            "S8°35'00\" E116°07'00\"",
            "-8°35'00\", 116°07'00\"",
            "8°35'00S 116°07'00E",
            "8 35 00 S 116 07 00 E",
            "8 35 00S 116 7 0E",
            "-8 35 00 116 07 00",
            "08.35.00 LS 116.07.00 BT",
            "LS 08.35.00 BT 116.07.00",
            "8-35-00 S, 116-07-00 E",
            "8:35:00S 116:07:00E",
            "8d35m00sS 116d07m00sE",
            "8d35m00s S, 116d07m00s E",
            "8o35'00\" S 116o07'00\" E",
            "8*35'00\"S 116*07'00\"E",
            "08.35'00\" LS 116.07'00\" BT",
            "8'35'00\"LS 116'07'00\"BT",
            "8 derajat 35 menit 00 detik LS, 116 derajat 7 menit 0 detik BT",
            "8deg35'00\"S 116deg7'0\"E",
            "116°07'00\"E 8°35'00\"S",
            "BT: 116°07'00\" LS: 8°35'00\"",
            "Lintang : 8°35'00\" LS\nBujur : 116°07'00\" BT",
        ],
        SEXAGESIMAL,
        4,
    )
    + _read(
        [
            "8°35'12,5\"S 116°07'00,3\"E",
            "8°35'12.5\" S; 116°07'00.3\" E",
            "LS = 08° 35' 12,5\" ; BT = 116° 07' 00,3\"",
            "08:35:12,5 LS 116:07:00,3 BT",
            "S 08.35.12,5 E 116.07.00,3",
            "S08 35 12.5 E116 07 00.3",
            "-08 35 12.5 116 07 00.3",
        ],
        (-(8 + 35 / 60 + 12.5 / 3600), 116 + 7 / 60 + 0.3 / 3600),
        5,
    ),
    "degrees and minutes": _read(
        [
            "S 8 35.000 E 116 7.000",
            "Koordinat S 8 35.000 E 116 7.000",
            "S8°35.000' E116°07.000'",
            "8° 35,000' LS 116° 7,000' BT",
            "-8 35.000, 116 7.000",
        ],
        SEXAGESIMAL,
        5,
    )
    + _read(
        ["8°35'S 116°07'E", "8 35 LS / 116 07 BT", "-8 35 116 07", "8°35' LS, 116°7' BT"],
        SEXAGESIMAL,
        2,
    ),
    "strange characters": _read(
        [
            "－８.５８３３，１１６.１１６７",
            "−8.5833, 116.1167",
            "–8,5833 116,1167",
            "-8.5833\u00a0116.1167",
            "-8.5833\u2009,\u2009116.1167",
            "\u202a-8.5833, 116.1167\u202c",
            "\ufeff-8.5833,\u200b116.1167",
            "-٨٫٥٨٣٣ ١١٦٫١١٦٧",
            "-8·5833, 116·1167",
            "-8 .5833 , 116 .1167",
            "-8. 5833, 116. 1167",
            "-8.5833&nbsp;116.1167",
        ]
    )
    + _read(
        [
            "8Â°35'00\"S 116Â°07'00\"E",
            "8Â°35â€™00â€\u009d LS, 116Â°07â€™00â€\u009d BT",
            "8\ufffd35'00\"S 116\ufffd07'00\"E",
            "8?35'00\"S 116?07'00\"E",
            "8&deg;35&#39;00&quot;S 116&deg;7&#39;0&quot;E",
        ],
        SEXAGESIMAL,
    ),
    "among other things": _read(
        [
            "Kantor desa: -8.5833,116.1167",
            "-8.5833, 116.1167 (Kantor Desa)",
            "-8.5833, 116.1167, 45 m",
            "-8.5833, 116.1167 ±5m",
            "-8.5833,116.1167 +/- 5 m",
            "-8.5833,116.1167 (akurasi 5 m)",
            "-8.5833,116.1167 alt 45 m acc 5 m",
            "Lat -8.5833\nLong 116.1167\nAlt 45\nAcc 5",
            "-8.5833 116.1167 45.0 5.0",
            "-8.5833 116.1167 0 0",
            "-8.5833 116.1167 145.25 4.9",
            "-8.5833, 116.1167, 17z",
            "Titik 1: -8.5833,116.1167",
            "1. -8.5833,116.1167",
            "1) -8.5833,116.1167",
            "Dusun 4 RT 03: -8.5833,116.1167",
            "RT05 RW02 -8.5833,116.1167",
            "tanah seluas 1.200 m2 di -8.5833, 116.1167 milik desa",
            "-8.5833, 116.1167 luas 12 are",
            "-8.5833, 116.1167 ukuran 20.50 x 30.25 m",
            "-8,5833 116,1167 ; luas 1.250,5 m2",
            "HP 081917123456, -8.5833, 116.1167",
            "15/01/2026 10:22 WITA -8.5833 116.1167",
            "2026-01-15T10:22:31Z -8.5833 116.1167",
            "52.01.01.2001 -8.5833, 116.1167",
            "5201012001, -8.5833, 116.1167",
            "WGS84 -8.5833, 116.1167",
            "Jl. S. Parman -8.5833,116.1167",
            "-8.5833, 116.1167 Desa Batu Layar, Lombok Barat 83355",
            "Lombok Timur: -8.5833, 116.1167",
            "sebelah utara pasar Kota Bima Barat -8.5833, 116.1167",
            "Kekeri Timur 8.5833 S, 116.1167 E",
            "No;Desa;Lat;Long\n1;Kekeri;-8.5833;116.1167",
            "1\tKekeri\t-8.5833\t116.1167",
            "Ahmad;081917123456;-8.5833;116.1167;2026-01-15",
            "Lat -8.5833° Lon 116.1167° Akurasi 3.9m Alt 25m",
            "-8.5833, 116.1167 https://maps.app.goo.gl/AbCd123",
        ]
    ),
    "data formats": _read(
        [
            '{"lat":-8.5833,"lng":116.1167}',
            '{"lat":"-8.5833","lng":"116.1167"}',
            '{"type":"Point","coordinates":[116.1167,-8.5833]}',
            "POINT(116.1167 -8.5833)",
            "SRID=4326;POINT (116.1167 -8.5833)",
            "POINT Z (116.1167 -8.5833 45)",
            "<coordinates>116.1167,-8.5833,0</coordinates>",
            '<wpt lat="-8.5833" lon="116.1167">',
            "new google.maps.LatLng(-8.5833, 116.1167)",
        ]
    ),
    "map links": _read(
        [
            "https://www.google.com/maps?q=-8.5833,116.1167",
            "https://maps.google.com/maps?q=loc:-8.5833,116.1167&z=17",
            "https://www.google.com/maps/@-8.5833,116.1167,17z",
            "https://www.google.com/maps/place/Desa+2/@-8.60,116.20,17z/data=!8m2!3d-8.5833!4d116.1167",
            "https://www.google.com/maps/place/-8.5833,116.1167/@-8.60,116.20,17z",
            "https://www.google.com/maps/search/-8.5833,+116.1167?entry=tts",
            "https://www.google.com/maps/search/?api=1&query=-8.5833%2C116.1167",
            "https://www.google.com/maps/dir/?api=1&origin=-8.6,116.2&destination=-8.5833,116.1167",
            "https://www.google.com/maps/dir/-8.6,116.2/-8.5833,116.1167/@-8.59,116.15,14z",
            "https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d3945.1!2d116.1167!3d-8.5833!2m3",
            "https://maps.google.com/?ll=-8.5833,116.1167",
            "https://maps.google.com/?q=-8.5833, 116.1167",
            "google.com/maps?q=-8.5833,116.1167",
            "https://www.openstreetmap.org/#map=17/-8.5833/116.1167",
            "https://www.openstreetmap.org/?mlat=-8.5833&mlon=116.1167#map=12/-8.60/116.20",
            "https://maps.apple.com/?ll=-8.5833,116.1167&q=Kantor%20Desa",
            "https://maps.apple.com/place?coordinate=-8.5833,116.1167",
            "https://www.bing.com/maps?cp=-8.5833~116.1167&lvl=17",
            "https://bing.com/maps/default.aspx?sp=point.-8.5833_116.1167_Kantor",
            "https://waze.com/ul?ll=-8.5833%2C116.1167&navigate=yes",
            "https://www.waze.com/live-map/directions?to=ll.-8.5833%2C116.1167",
            "geo:-8.5833,116.1167?z=17",
            "geo:0,0?q=-8.5833,116.1167(Kantor)",
            "Lokasi: https://earth.google.com/web/@-8.5833,116.1167,45a,1000d,35y",
        ]
    )
    + _read(
        [
            "https://www.google.com/maps/place/8%C2%B035'00.0%22S+116%C2%B007'00.0%22E/@-8.6,116.2,17z"
        ],
        SEXAGESIMAL,
    ),
    "metres with their zone": _read(
        [
            "50L 406543 9049876",
            "50 L 406543 9049876",
            "50S 406543 9049876",
            "UTM 50S 406543 9049876",
            "UTM zona 50 selatan: 406543, 9049876",
            "WGS 84 / UTM zone 50S 406543 9049876",
            "EPSG:32750 406543 9049876",
            "406543mE 9049876mN zone 50 S",
            "406543.00 m E, 9049876.00 m S, 50 L",
            "Zona 50S X: 406543 Y: 9049876",
            "X 406.543 Y 9.049.876 zona 50S",
            "X : 406.543,00 ; Y : 9.049.876,00 (UTM Zona 50 S)",
            "50S 406.543 mT 9.049.876 mU",
            "X = 406.543 m Y = 9.049.876 m UTM 50S",
            "50S 406,543.00 9,049,876.00",
            "Zone 50S; E 406543; N 9049876",
            "GPS: 50 S 406543 9049876 alt 25",
            "50S 406543 9049876 25",
            "Y 9049876 X 406543 zona 50 S",
            "50LMR 06543 49876",
            "50LMR0654349876",
            "50lmr 06543 49876",
        ],
        UTM,
    ),
    "swapped axes": _repaired(
        [
            "116.1167 -8.5833",
            "116,1167; -8,5833",
            "[116.1167, -8.5833]",
            "116.1167,-8.5833,0",
            "116.1167 LS 8.5833 BT",
            "8.5833 BT 116.1167 LS",
            "Lat: 116.1167, Long: -8.5833",
            "x: -8.5833 y: 116.1167",
            "116.1167 8.5833",
        ],
        "swapped-axes",
    )
    + _repaired(["116 07 00 -8 35 00", "116°07'00\" -8°35'00\""], "swapped-axes", SEXAGESIMAL)
    + _repaired(
        ["50S 9049876 406543", "X: 9049876 Y: 406543 zona 50S"], "swapped-axes", UTM, count=1
    ),
    "signs": _repaired(
        [
            "8.5833, 116.1167",
            "8,5833 116,1167",
            "-8.5833, -116.1167",
            "8.5833, -116.1167",
            "-8.5833-116.1167",
            "8.5833, 116.1167 BT",
            "koordinat lintang 8.5833 bujur 116.1167",
            "Blok B 8.5833, 116.1167",
            "https://www.google.com/maps?q=8.5833,116.1167",
        ],
        "sign-error",
        count=2,
    )
    + _repaired(
        ["8 35 00 116 07 00", "8 35 116 07", "8°35' 116°07'"], "sign-error", SEXAGESIMAL, 2
    ),
    "hemispheres": _repaired(
        [
            "8.5833 LU 116.1167 BT",
            "8.5833 N 116.1167 E",
            "N 8.5833 E 116.1167",
            "8.5833 U, 116.1167 T",
            "8.5833 LS 116.1167 BB",
        ],
        "hemisphere-conflict",
        count=2,
    )
    + _repaired(
        ["-8.5833 LU 116.1167 BT", "N-8.5833 E116.1167", "8.5833 LS 116.1167 LS"],
        "hemisphere-conflict",
        count=1,
    ),
    "decimal points": _repaired(
        ["-8.5833, 1161.167", "-85833, 116.1167", "-8.5833 1161167", "-85833 1161167"],
        "decimal-shift",
        count=1,
    )
    + _repaired(["-85.833, 116.1167", "-0.85833, 116.1167"], "decimal-shift", count=2)
    + _repaired(
        [
            "-8583333, 116116667",
            "-8583333,116116667",
            "-8.583.333, 116.116.667",
            "-08583333 116116667",
            "8583333 116116667",
            "8583333 LS 116116667 BT",
            "-8583333333333333 116116666666667",
        ],
        "decimal-shift",
        FINE,
        1,
    ),
    "metres without their zone": [
        *_repaired(
            [
                "406543 9049876",
                "406543,9049876",
                "406543 / 9049876",
                "406.543 9.049.876",
                "406.543,00 mT 9.049.876,00 mU",
                "406,543.00 9,049,876.00",
                "406543.00,9049876.00",
                "0406543 9049876",
                "UTM 406543 9049876",
                "UTM zona 50 406543 9049876",
                "E 406543 N 9049876",
                "X: 406543 Y: 9049876",
                "Kantor desa 406543 9049876",
                "9049876 406543",
            ],
            "projected-coordinates",
            UTM,
            1,
        ),
        Case("51S 406543 9049876", "repair", UTM, "projected-coordinates", 2),
        Case("50N 406543 9049876", "repair", UTM, "projected-coordinates", 2),
        Case("12926052 -959083", "repair", DECIMAL, "projected-coordinates", 1),
        Case("-959083, 12926052", "repair", DECIMAL, "projected-coordinates", 1),
        Case("406543 9049876", "ambiguous", None, None, 8, "two-readings", extent=INDONESIA),
    ],
    "composed repairs": [
        Case("116116667 8583333", "repair", FINE, "swapped-axes", 1),
        Case("8.5833, 1161167", "repair", DECIMAL, "decimal-shift", 1),
        Case("116.1167 LU 8.5833 BT", "repair", DECIMAL, "swapped-axes", 1),
    ],
    "two points": [
        Case(text, "ambiguous", place, None, 2, "two-points")
        for text, place in {
            "-8.5833,116.1167 / -8.6000,116.2000": DECIMAL,
            "-8.5833,116.1167; -8.6000,116.2000": DECIMAL,
            "-8.5833, 116.1167\n-8.6000, 116.2000": DECIMAL,
            "-8.5833,116.1167 -8.6,116.2": DECIMAL,
            "-8,5833 116,1167 dan -8,6 116,2": DECIMAL,
            "lat -8.5833 lon 116.1167 / lat -8.6 lon 116.2": DECIMAL,
            "1. -8.5833, 116.1167\n2. -8.6000, 116.2000": DECIMAL,
            "Titik 1: -8.5833,116.1167 Titik 2: -8.6000,116.2000": DECIMAL,
            "8°35'00\"S 116°07'00\"E / 8°36'00\"S 116°12'00\"E": SEXAGESIMAL,
            "-8.5833, 116.1167 https://www.google.com/maps/@-8.60,116.20,17z": DECIMAL,
            "50LMR 06543 49876, 50LMR 06600 49900": UTM,
        }.items()
    ]
    + [
        Case(
            "116.1167,-8.5833 / 116.2000,-8.6000",
            "ambiguous",
            DECIMAL,
            "swapped-axes",
            2,
            "two-points",
        ),
        Case("-8.5833,116.1167 / 116.2000,-8.6000", "ambiguous", DECIMAL, None, 2, "two-points"),
        Case("-8.5833,116.1167 / 999.1234,999.5678", "ambiguous", DECIMAL, None, 1, "two-points"),
    ],
    "one point twice": [
        *_read(
            [
                "-8.5833,116.1167 -8.5833,116.1167",
                "-8.5833,116.1167 / -8.5833,116.1167",
                "-8.5833,116.1167 = 8°35'00\"S 116°07'00\"E",
                "-8.5833, 116.1167 (406543 9049876)",
            ]
        ),
        Case("-8.58331, 116.11671 / -8.5833, 116.1167", place=(-8.58331, 116.11671), count=1),
        Case("8.5833,116.1167 / 116.1167,-8.5833", "repair", DECIMAL, "sign-error", 2),
    ],
    "coarse": [
        Case("-8.58,116.11", place=(-8.58, 116.11), decimals=2),
        Case("-8.5 116.1", place=(-8.5, 116.1), decimals=1),
        Case("-8,116", place=(-8, 116), decimals=0),
        Case("8 LS 116 BT", place=(-8, 116), decimals=0),
        Case("-8.5833,116", place=(-8.5833, 116), decimals=4),
        Case("-8.5 116.1167 12.25", place=(-8.5, 116.1167), decimals=4),
    ],
    "far away": [
        Case("0,0", place=(0, 0), count=1),
        Case("-2.5, 116.1", place=(-2.5, 116.1), count=1),
        Case("48.8584, 2.2945", place=(48.8584, 2.2945), count=1),
        Case("-2.5, 116.1", place=(-2.5, 116.1), count=1, extent=INDONESIA),
        Case("5.5483, 95.3238", place=(5.5483, 95.3238), count=1, extent=INDONESIA),
        Case("8.5833, 116.1167", "repair", DECIMAL, "sign-error", 2, extent=INDONESIA),
        Case("50S 406543 3800000", "ambiguous", None, None, 2, "two-readings"),
    ],
    "nothing to read": [
        *_unreadable("empty", ["", "   ", "\n\t", "\u200b\ufeff"]),
        *_unreadable(
            "no-numbers",
            [
                "-",
                "belum ada",
                "N/A",
                "#REF!",
                "inf nan",
                "menyusul",
                "0819-1712-3456",
                "081917123456",
                "+62 819 1712 3456",
                "12/08/2025",
                "2025-08-12 10:11:12",
                "RT 05 RW 02:",
                "52.01.01.2001",
                "IMG_20260115_102233.jpg",
                "luas 1.000 m2",
                "20 m x 30 m",
                "Rp 1.500.000,00",
                "https://drive.google.com/file/d/1A2b3C4d5E/view",
            ],
        ),
        *_unreadable("short-link", ["https://maps.app.goo.gl/AbCd123", "goo.gl/maps/Ab1Cd2"]),
        *_unreadable("plus-code", ["C4G2+8X Mataram", "6P3QC4G2+8X"]),
        *_unreadable(
            "one-number",
            [
                "0",
                "-8.5833",
                "8,5833 LS",
                "-8583333",
                "8 58 33",
                "8°35'00\" LS",
                "5201010101800001",
                "1,16E+02",
            ],
        ),
        *_unreadable("too-many-numbers", ["SK 412.2/123/2025", "8,35,12 LS 116,07,00 BT"]),
        *_unreadable(
            "no-coordinates",
            [
                "No. 12 Tahun ke 20",
                "dusun 4, 12 warga",
                "-8.5833116.1167",
                "-8.58.33, 116.1167",
                "8.5833 x 116.1167",
            ],
        ),
        *_unreadable(
            "out-of-range",
            [
                "8°95'00\"S 116°07'00\"E",
                "8 35 60 S 116 07 00 E",
                "999.123, 999.456",
                "406543 904987",
                "9" * 500 + " " + "9" * 500,
            ],
            NTB,
        ),
    ],
}
