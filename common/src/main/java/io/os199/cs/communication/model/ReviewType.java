package io.os199.cs.communication.model;

import java.util.List;

/** The purpose of an executive review. */
public enum ReviewType {
    QUARTERLY,
    SEMI_ANNUAL,
    ANNUAL,
    AD_HOC,
    RENEWAL,
    EXPANSION;

    /** Returns how many days a review looks back when there was none before it. */
    public int periodDays() {
        return switch (this) {
            case QUARTERLY, AD_HOC, EXPANSION -> 90;
            case SEMI_ANNUAL -> 180;
            case ANNUAL, RENEWAL -> 365;
        };
    }

    /** Returns the default agenda. */
    public List<String> agenda() {
        return switch (this) {
            case QUARTERLY -> List.of("Results", "Adoption", "Support", "Roadmap", "Next goals");
            case SEMI_ANNUAL, ANNUAL ->
                    List.of(
                            "Achievements of the year",
                            "Value and return",
                            "Strategy",
                            "Roadmap",
                            "Plan");
            case AD_HOC -> List.of("Purpose", "Facts", "Decisions", "Actions", "Next step");
            case RENEWAL -> List.of("Performance", "Value", "Terms", "Growth", "Next steps");
            case EXPANSION -> List.of("Use", "Opportunities", "Proposal", "Rollout", "Measures");
        };
    }
}
