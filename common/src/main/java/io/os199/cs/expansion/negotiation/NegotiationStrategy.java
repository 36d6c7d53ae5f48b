package io.os199.cs.expansion.negotiation;

import java.util.List;

/** What a negotiation leads with. It orders a brief, and changes no price. */
public enum NegotiationStrategy {
    VALUE_REINFORCEMENT,
    COMPETITIVE_DEFENSE,
    EXPANSION_BUNDLE,
    TERM_EXTENSION;

    /** A part of a brief; the parts are discussed in turn. */
    public enum Part {
        /** What needs fixing, where nothing delivered speaks for us. */
        REPAIR,
        VALUE,
        COMPETITION,
        BUNDLE,
        TERM,
        PRICING
    }

    /** The parts in order. */
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

    /** The rank of a lever: those that lead first, then all others in the order of the table. */
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
