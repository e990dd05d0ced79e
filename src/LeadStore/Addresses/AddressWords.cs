using System.Collections.Frozen;

namespace LeadStore.Addresses;

/// <summary>
/// The words of addresses in the United States that have a standard abbreviation: street suffixes (Appendix C1) and unit designators
/// (Appendix C2) of Publication 28 of the United States Postal Service, "Postal Addressing Standards", directions (section 233) and states
/// (Appendix B). Each line is the standard and then what people write for it.
/// </summary>
internal static class AddressWords
{
    private const string Suffixes = """
        ALY ALLEE ALLEY ALLY
        ANX ANEX ANNEX ANNX
        ARC ARCADE
        AVE AV AVEN AVENU AVENUE AVN AVNUE
        BYU BAYOO BAYOU
        BCH BEACH
        BND BEND
        BLF BLUF BLUFF
        BLFS BLUFFS
        BTM BOT BOTTM BOTTOM
        BLVD BOUL BOULEVARD BOULV
        BR BRNCH BRANCH
        BRG BRDGE BRIDGE
        BRK BROOK
        BRKS BROOKS
        BG BURG
        BGS BURGS
        BYP BYPA BYPAS BYPASS BYPS
        CP CAMP CMP
        CYN CANYN CANYON CNYN
        CPE CAPE
        CSWY CAUSEWAY CAUSWA
        CTR CEN CENT CENTER CENTR CENTRE CNTER CNTR
        CTRS CENTERS
        CIR CIRC CIRCL CIRCLE CRCL CRCLE
        CIRS CIRCLES
        CLF CLIFF
        CLFS CLIFFS
        CLB CLUB
        CMN COMMON
        CMNS COMMONS
        COR CORNER
        CORS CORNERS
        CRSE COURSE
        CT COURT
        CTS COURTS
        CV COVE
        CVS COVES
        CRK CREEK
        CRES CRESCENT CRSENT CRSNT
        CRST CREST
        XING CROSSING CRSSNG
        XRD CROSSROAD
        XRDS CROSSROADS
        CURV CURVE
        DL DALE
        DM DAM
        DV DIV DIVIDE DVD
        DR DRIV DRIVE DRV
        DRS DRIVES
        EST ESTATE
        ESTS ESTATES
        EXPY EXP EXPR EXPRESS EXPRESSWAY EXPW
        EXT EXTENSION EXTN EXTNSN
        EXTS EXTENSIONS
        FLS FALLS
        FRY FERRY FRRY
        FLD FIELD
        FLDS FIELDS
        FLT FLAT
        FLTS FLATS
        FRD FORD
        FRDS FORDS
        FRST FOREST FORESTS
        FRG FORG FORGE
        FRGS FORGES
        FRK FORK
        FRKS FORKS
        FT FORT FRT
        FWY FREEWAY FREEWY FRWAY FRWY
        GDN GARDEN GARDN GRDEN GRDN
        GDNS GARDENS GRDNS
        GTWY GATEWAY GATEWY GATWAY GTWAY
        GLN GLEN
        GLNS GLENS
        GRN GREEN
        GRNS GREENS
        GRV GROV GROVE
        GRVS GROVES
        HBR HARB HARBOR HARBR HRBOR
        HBRS HARBORS
        HVN HAVEN
        HTS HT HEIGHTS
        HWY HIGHWAY HIGHWY HIWAY HIWY HWAY
        HL HILL
        HLS HILLS
        HOLW HLLW HOLLOW HOLLOWS HOLWS
        INLT INLET
        IS ISLAND ISLND
        ISS ISLANDS ISLNDS
        ISLE ISLES
        JCT JCTION JCTN JUNCTION JUNCTN JUNCTON
        JCTS JCTNS JUNCTIONS
        KY KEY
        KYS KEYS
        KNL KNOL KNOLL
        KNLS KNOLLS
        LK LAKE
        LKS LAKES
        LNDG LANDING LNDNG
        LN LANE
        LGT LIGHT
        LGTS LIGHTS
        LF LOAF
        LCK LOCK
        LCKS LOCKS
        LDG LDGE LODG LODGE
        LOOP LOOPS
        MNR MANOR
        MNRS MANORS
        MDW MEADOW
        MDWS MEADOWS MEDOWS
        ML MILL
        MLS MILLS
        MSN MISSION MISSN MSSN
        MTWY MOTORWAY
        MT MNT MOUNT
        MTN MNTAIN MNTN MOUNTAIN MOUNTIN MTIN
        MTNS MNTNS MOUNTAINS
        NCK NECK
        ORCH ORCHARD ORCHRD
        OVAL OVL
        OPAS OVERPASS
        PARK PARKS PRK
        PKWY PARKWAY PARKWAYS PARKWY PKWAY PKWYS PKY
        PSGE PASSAGE
        PATH PATHS
        PIKE PIKES
        PNE PINE
        PNES PINES
        PL PLACE
        PLN PLAIN
        PLNS PLAINS
        PLZ PLAZA PLZA
        PT POINT
        PTS POINTS
        PRT PORT
        PRTS PORTS
        PR PRAIRIE PRR
        RADL RAD RADIAL RADIEL
        RNCH RANCH RANCHES RNCHS
        RPD RAPID
        RPDS RAPIDS
        RST REST
        RDG RDGE RIDGE
        RDGS RIDGES
        RIV RIVER RIVR RVR
        RD ROAD
        RDS ROADS
        RTE ROUTE
        SHL SHOAL
        SHLS SHOALS
        SHR SHOAR SHORE
        SHRS SHOARS SHORES
        SKWY SKYWAY
        SPG SPNG SPRING SPRNG
        SPGS SPNGS SPRINGS SPRNGS
        SPUR SPURS
        SQ SQR SQRE SQU SQUARE
        SQS SQRS SQUARES
        STA STATION STATN STN
        STRA STRAV STRAVEN STRAVENUE STRAVN STRVN STRVNUE
        STRM STREAM STREME
        ST STR STREET STRT
        STS STREETS
        SMT SUMIT SUMITT SUMMIT
        TER TERR TERRACE
        TRWY THROUGHWAY
        TRCE TRACE TRACES
        TRAK TRACK TRACKS TRK TRKS
        TRFY TRAFFICWAY
        TRL TRAIL TRAILS TRLS
        TRLR TRAILER TRLRS
        TUNL TUNEL TUNLS TUNNEL TUNNELS TUNNL
        TPKE TRNPK TURNPIKE TURNPK
        UPAS UNDERPASS
        UN UNION
        UNS UNIONS
        VLY VALLEY VALLY VLLY
        VLYS VALLEYS
        VIA VDCT VIADCT VIADUCT
        VW VIEW
        VWS VIEWS
        VLG VILL VILLAG VILLAGE VILLG VILLIAGE
        VLGS VILLAGES
        VL VILLE
        VIS VIST VISTA VST VSTA
        WALK WALKS
        WAY WY
        WL WELL
        WLS WELLS
        """;

    private const string Directions = """
        N NORTH
        S SOUTH
        E EAST
        W WEST
        NE NORTHEAST
        NW NORTHWEST
        SE SOUTHEAST
        SW SOUTHWEST
        """;

    // One door is written as an apartment, as a unit and with a number sign: they are one word here. So are the two forms of a saint.
    private const string Units = """
        APT APARTMENT UNIT
        BSMT BASEMENT
        BLDG BUILDING
        DEPT DEPARTMENT
        FL FLOOR
        FRNT FRONT
        HNGR HANGAR HANGER
        LBBY LOBBY
        LOT
        LOWR LOWER
        OFC OFFICE
        PH PENTHOUSE
        RM ROOM
        SPC SPACE
        STE SUITE
        UPPR UPPER
        """;

    private const string Others = """
        ST SAINT
        """;

    private const string StateNames = """
        AL ALABAMA
        AK ALASKA
        AS AMERICAN SAMOA
        AZ ARIZONA
        AR ARKANSAS
        CA CALIFORNIA
        CO COLORADO
        CT CONNECTICUT
        DE DELAWARE
        DC DISTRICT OF COLUMBIA
        FL FLORIDA
        GA GEORGIA
        GU GUAM
        HI HAWAII
        ID IDAHO
        IL ILLINOIS
        IN INDIANA
        IA IOWA
        KS KANSAS
        KY KENTUCKY
        LA LOUISIANA
        ME MAINE
        MD MARYLAND
        MA MASSACHUSETTS
        MI MICHIGAN
        MN MINNESOTA
        MS MISSISSIPPI
        MO MISSOURI
        MT MONTANA
        NE NEBRASKA
        NV NEVADA
        NH NEW HAMPSHIRE
        NJ NEW JERSEY
        NM NEW MEXICO
        NY NEW YORK
        NC NORTH CAROLINA
        ND NORTH DAKOTA
        MP NORTHERN MARIANA ISLANDS
        OH OHIO
        OK OKLAHOMA
        OR OREGON
        PA PENNSYLVANIA
        PR PUERTO RICO
        RI RHODE ISLAND
        SC SOUTH CAROLINA
        SD SOUTH DAKOTA
        TN TENNESSEE
        TX TEXAS
        UT UTAH
        VT VERMONT
        VI VIRGIN ISLANDS
        VA VIRGINIA
        WA WASHINGTON
        WV WEST VIRGINIA
        WI WISCONSIN
        WY WYOMING
        """;

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Standards =
        Lines(Suffixes, Directions, Units, Others)
            .SelectMany(line => line[1..].Select(word => (Word: word, Standard: line[0])))
            .ToFrozenDictionary(it => it.Word, it => it.Standard, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> UnitDesignators =
        Lines(Units).Select(line => line[0]).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> StateCodes =
        Lines(StateNames).Select(line => line[0]).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    // By the last word of the name, those with more words first.
    private static readonly FrozenDictionary<string, (string[] Name, string Code)[]>.AlternateLookup<ReadOnlySpan<char>> States =
        Lines(StateNames)
            .Select(line => (Name: line[1..], Code: line[0]))
            .GroupBy(state => state.Name[^1])
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(state => state.Name.Length).ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every word that stands here: the standards, what is written for them, and those of states.</summary>
    public static IEnumerable<string> All => Lines(Suffixes, Directions, Units, Others, StateNames).SelectMany(line => line);

    /// <summary>What stands for a word in the key; null if it stands for itself.</summary>
    public static string? StandardOf(ReadOnlySpan<char> word) => Standards.TryGetValue(word, out string? standard) ? standard : null;

    /// <summary>True if a word says that a part of a building follows, so that a number sign after it says nothing more.</summary>
    public static bool IsUnitDesignator(ReadOnlySpan<char> word) => UnitDesignators.Contains(StandardOf(word) ?? word);

    /// <summary>The states and territories whose names end with a word, those with more words first.</summary>
    public static (string[] Name, string Code)[] StatesEndingWith(ReadOnlySpan<char> word) =>
        States.TryGetValue(word, out (string[] Name, string Code)[]? states) ? states : [];

    /// <summary>True of the two letters of a state or territory.</summary>
    public static bool IsStateCode(ReadOnlySpan<char> word) => StateCodes.Contains(word);

    private static IEnumerable<string[]> Lines(params string[] tables) =>
        tables.SelectMany(table => table.Split('\n', StringSplitOptions.TrimEntries)).Select(line => line.Split(' '));
}
