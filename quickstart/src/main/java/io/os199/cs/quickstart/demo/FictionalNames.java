package io.os199.cs.quickstart.demo;

import java.util.List;
import java.util.Locale;

/**
 * Fictional names. A company's name is two invented syllables and a word of its industry: 115,200 pairs, visited in a
 * scattered order, so that no two clients share one. People are named after plants, with invented surnames.
 */
final class FictionalNames {
    /** The number of clients that can be named, with room to spare. */
    static final int LIMIT = 100_000;

    private static final List<String> WELL_KNOWN = List.of("Acme Corp", "Globex Ltd", "Initech");
    private static final List<String> WELL_KNOWN_INDUSTRIES =
            List.of("Manufacturing", "Energy", "Software");

    private static final List<String> HEADS =
            words(
                    "Ar Bel Cor Dra El Fen Gar Hal Ir Jov Kel Lum Mar Nor Or Pel Quor Rav Sol Tor"
                        + " Ul Ver Wyn Xan Yar Zeph Bro Cal Del Es Fal Gli Hex Ith Kor Lor Mel Nim"
                        + " Ost Per");
    private static final List<String> TAILS =
            words(
                    "dano vexa lium tara mond rix nova quil dora stel bria zent wick lora vane thos"
                        + " mira pex gard sona fell rion tica balt crest dune ferra holm jent kara"
                        + " lune marn nox pond rell sand");
    private static final List<String> INDUSTRIES =
            List.of(
                    "Manufacturing",
                    "Software",
                    "Healthcare",
                    "Finance",
                    "Retail",
                    "Logistics",
                    "Energy",
                    "Education",
                    "Media",
                    "Hospitality",
                    "Construction",
                    "Agriculture",
                    "Telecommunications",
                    "Insurance",
                    "Travel",
                    "Public services");

    /** Five words of each industry, in the order of the industries. */
    private static final List<String> KINDS =
            words(
                    "Works Industries Forge Components Tooling"
                            + " Software Systems Digital Cloud Labs"
                            + " Health Clinics Care Diagnostics Medical"
                            + " Capital Finance Ledger Payments Credit"
                            + " Stores Retail Outfitters Markets Goods"
                            + " Logistics Freight Haulage Shipping Couriers"
                            + " Energy Power Solar Grid Utilities"
                            + " Academy Learning Schools Institute Campus"
                            + " Media Press Studios Broadcast Publishing"
                            + " Hotels Resorts Kitchens Catering Lodges"
                            + " Construction Builders Homes Concrete Timber"
                            + " Farms Seeds Orchards Dairy Harvest"
                            + " Telecom Networks Wireless Fibre Connect"
                            + " Insurance Assurance Mutual Risk Cover"
                            + " Travel Tours Airways Voyages Journeys"
                            + " Civic Municipal Services Transit Waterworks");

    /** A prime, and so coprime to the number of names: its multiples visit each name once. */
    private static final int STRIDE = 48_271;

    private static final List<String> PLANTS =
            words(
                    "Juniper Basil Clover Sorrel Fennel Aster Bramble Saffron Thistle Marigold"
                        + " Yarrow Tansy Larch Bracken Sage Tarragon Lovage Mallow Nettle Parsley"
                        + " Quince Rhubarb Sumac Teasel Vetch Wisteria Zinnia Anise Borage"
                        + " Chicory");
    private static final List<String> SURNAMES =
            words(
                    "Fable Sample Mockwell Quillon Storyline Testerly Inkwell Makebelieve Papercut"
                            + " Folio Pretend Example Draftson Parable Vignette Placard Sketchley"
                            + " Chapter Prologue Footnote Margin Figment Puppet Notional");

    private FictionalNames() {}

    static String company(long seed, int client) {
        if (client < WELL_KNOWN.size()) {
            return WELL_KNOWN.get(client);
        }
        int name = place(seed, client);
        int root = name / KINDS.size();
        return HEADS.get(root / TAILS.size())
                + TAILS.get(root % TAILS.size())
                + ' '
                + KINDS.get(name % KINDS.size());
    }

    static String industry(long seed, int client) {
        if (client < WELL_KNOWN.size()) {
            return WELL_KNOWN_INDUSTRIES.get(client);
        }
        int kind = place(seed, client) % KINDS.size();
        return INDUSTRIES.get(kind * INDUSTRIES.size() / KINDS.size());
    }

    /** Returns a host that can never exist: {@code .example} is reserved. */
    static String domain(String company) {
        return company.toLowerCase(Locale.ROOT).replace(' ', '-') + ".example";
    }

    static int personCount() {
        return PLANTS.size() * SURNAMES.size();
    }

    /** Returns a person's name; different numbers below {@link #personCount} give different people. */
    static String person(int number) {
        return PLANTS.get(number % PLANTS.size()) + ' ' + SURNAMES.get(number / PLANTS.size());
    }

    private static int place(long seed, int client) {
        int count = HEADS.size() * TAILS.size() * KINDS.size();
        return Math.floorMod(client * (long) STRIDE + Math.floorMod(seed, count), count);
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }
}
