package io.os199.cs.api.prompts;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Completer.Completion;
import io.os199.cs.api.mcp.served.ServedPrompt;
import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.api.resources.References;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.json.WireName;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The prompts in the order in which they come up in a week. */
public final class Prompts {
    private final List<Prompt> prompts;
    private final References references;

    public Prompts(Collection<ServedTool> tools, References references) {
        this.references = references;
        Argument tier =
                Argument.choice("tier", "Only accounts of this tier", WireName.all(Tier.class));
        this.prompts =
                List.of(
                        new Prompt(
                                "monday_report",
                                "Monday portfolio report",
                                "Where the book of business stands this week, and what comes"
                                        + " first.",
                                List.of(Argument.csm(), Argument.segment()),
                                tools),
                        new Prompt(
                                "weekly_risk_review",
                                "Weekly risk review",
                                "Which accounts are at risk, why, and what is to be done this"
                                        + " week.",
                                List.of(Argument.csm(), tier),
                                tools),
                        new Prompt(
                                "account_briefing",
                                "Account briefing before a call",
                                "One page on an account, for the ten minutes before a call.",
                                List.of(
                                        Argument.client(),
                                        Argument.text("purpose", "What the call is about")),
                                tools),
                        new Prompt(
                                "renewal_preparation",
                                "Renewal preparation",
                                "What speaks for and against a renewal, and how to lead it.",
                                List.of(Argument.client()),
                                tools),
                        new Prompt(
                                "executive_review",
                                "Executive review preparation",
                                "The story of an account for a business review with its"
                                        + " executives.",
                                List.of(
                                        Argument.client(),
                                        Argument.choice(
                                                "period",
                                                "What the review covers; default quarter",
                                                List.of("quarter", "half_year", "year"))),
                                tools),
                        new Prompt(
                                "onboarding_check",
                                "Onboarding check",
                                "Which new accounts get value in time and which are stuck.",
                                List.of(Argument.csm()),
                                tools),
                        new Prompt(
                                "quiet_accounts",
                                "Accounts gone quiet",
                                "Who neither speaks with us nor uses the product, largest first.",
                                List.of(Argument.csm()),
                                tools),
                        new Prompt(
                                "account_handover",
                                "Account handover",
                                "What a new owner has to know about an account.",
                                List.of(Argument.client()),
                                tools),
                        new Prompt(
                                "churn_post_mortem",
                                "Churn post-mortem",
                                "Why an account left, when it could have been seen, and what to"
                                        + " learn.",
                                List.of(Argument.client()),
                                tools));
    }

    public List<ServedPrompt> all() {
        return List.copyOf(prompts);
    }

    /** Completes an argument; empty where the caller sees no such prompt, or it has no such argument. */
    public Optional<Completion> complete(String name, String argument, String typed, Asked asked) {
        return prompts.stream()
                .filter(prompt -> prompt.name().equals(name))
                .filter(prompt -> prompt.isVisibleTo(asked.principal(), asked.surface()))
                .findFirst()
                .flatMap(prompt -> prompt.argument(argument))
                .map(
                        found ->
                                switch (found.kind()) {
                                    case CLIENT -> references.clients(typed, asked);
                                    case CSM -> references.csms(typed, asked);
                                    case SEGMENT -> references.segments(typed, asked);
                                    case CHOICE -> References.choices(found.values(), typed);
                                    case TEXT -> Completion.NONE;
                                });
    }
}
