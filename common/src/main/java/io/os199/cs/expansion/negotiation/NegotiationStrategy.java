package io.os199.cs.expansion.negotiation;

import java.util.List;

/** What a negotiation leads with. It orders a brief, and changes no price. */
public enum NegotiationStrategy {
    VALUE_REINFORCEMENT,
    COMPETITIVE_DEFENSE,
    EXPANSION_BUNDLE,
    TERM_EXTENSION;

    /** A part of a brief, to be spoken of in turn. */
    public enum Part {
        /** What has to be mended, where nothing delivered speaks for us. */
        REPAIR,
        VALUE,
        COMPETITION,
        BUNDLE,
        TERM,
        PRICING
    }

    /** The parts, the first first. */
    public List<Part> order() {
        return switch (this) {
            case VALUE_REINFORCEMENT ->
                    List.of(Part.VALUE, Part.PRICING, Part.BUNDLE, Part.TERM, Part.COMPETITION);
            case COMPETITIVE_DEFENSE ->
                    List.of(Part.COMPETITION, Part.VALUE, Part.PRICING, Part.BUNDLE, Part.TERM);
            case EXPANSION_BUNDLE ->
                    List.of(Part.BUNDLE, Part.VALUE, Part.PRICING, Part.TERM, Part.COMPETITION);
            case TERM_EXTENSION ->
                    List.of(Part.TERM, Part.VALUE, Part.PRICING, Part.BUNDLE, Part.COMPETITION);
        };
    }

    /** Where a lever stands: those that lead first, then all as they are in the table. */
    int place(String leverId) {
        List<String> leading = leadingLevers();
        int place = leading.indexOf(leverId);
        return place < 0 ? leading.size() : place;
    }

    private List<String> leadingLevers() {
        return switch (this) {
            case VALUE_REINFORCEMENT -> List.of();
            case COMPETITIVE_DEFENSE -> List.of("L-TRAINING", "L-SCOPE");
            case EXPANSION_BUNDLE -> List.of("L-BUNDLE", "L-SEATS");
            case TERM_EXTENSION -> List.of("L-TERM", "L-PREPAY");
        };
    }
}
