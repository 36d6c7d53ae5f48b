package io.os199.cs.communication.model;

import java.util.List;

/** What an executive review is for. */
public enum ReviewType {
    QUARTERLY,
    SEMI_ANNUAL,
    ANNUAL,
    AD_HOC,
    RENEWAL,
    EXPANSION;

    /** How many days are looked back where no review was held before. */
    public int periodDays() {
        return switch (this) {
            case QUARTERLY, AD_HOC, EXPANSION -> 90;
            case SEMI_ANNUAL -> 180;
            case ANNUAL, RENEWAL -> 365;
        };
    }

    /** What is talked about where nobody says otherwise. */
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
