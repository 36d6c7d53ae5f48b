package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonProperty;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import java.util.Objects;

/**
 * The teams that work on support tickets.
 *
 * @param teams by ticket category
 */
public record SupportConfig(@Valid @NotNull Teams teams) {

    /**
     * The team for each category, and the one for everything urgent. Values that are left out take their defaults.
     *
     * @param escalation the team for tickets of priority P0 and P1 and for escalated ones
     */
    public record Teams(
            @JsonProperty("technical_issue") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String technicalIssue,
            @JsonProperty("performance") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String performance,
            @JsonProperty("bug_report") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String bugReport,
            @JsonProperty("feature_request") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String featureRequest,
            @JsonProperty("how_to_question") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String howToQuestion,
            @JsonProperty("account_billing") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String accountBilling,
            @JsonProperty("integration_support") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String integrationSupport,
            @JsonProperty("training_request") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String trainingRequest,
            @JsonProperty("data_issue") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String dataIssue,
            @JsonProperty("other") @NotNull @Pattern(regexp = NAME, message = MESSAGE) String other,
            @JsonProperty("escalation") @NotNull @Pattern(regexp = NAME, message = MESSAGE)
                    String escalation) {
        private static final String NAME = "\\S(.{0,78}\\S)?";
        private static final String MESSAGE =
                "has to be the name of a team, of 1 to 80 characters without blanks around it";

        public Teams {
            technicalIssue = Objects.requireNonNullElse(technicalIssue, "Technical Support");
            performance = Objects.requireNonNullElse(performance, "Technical Support");
            bugReport = Objects.requireNonNullElse(bugReport, "Engineering Support");
            featureRequest = Objects.requireNonNullElse(featureRequest, "Product Support");
            howToQuestion = Objects.requireNonNullElse(howToQuestion, "Customer Success");
            accountBilling = Objects.requireNonNullElse(accountBilling, "Billing Support");
            integrationSupport = Objects.requireNonNullElse(integrationSupport, "Integration Team");
            trainingRequest = Objects.requireNonNullElse(trainingRequest, "Training Team");
            dataIssue = Objects.requireNonNullElse(dataIssue, "Data Support");
            other = Objects.requireNonNullElse(other, "General Support");
            escalation = Objects.requireNonNullElse(escalation, "Escalation Team");
        }
    }

    static SupportConfig usual() {
        return new SupportConfig(
                new Teams(
                        "Technical Support",
                        "Technical Support",
                        "Engineering Support",
                        "Product Support",
                        "Customer Success",
                        "Billing Support",
                        "Integration Team",
                        "Training Team",
                        "Data Support",
                        "General Support",
                        "Escalation Team"));
    }
}
