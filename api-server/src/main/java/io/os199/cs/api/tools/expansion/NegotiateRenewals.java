package io.os199.cs.api.tools.expansion;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.expansion.NegotiationAnswer.Competition;
import io.os199.cs.api.tools.expansion.NegotiationAnswer.ContractItem;
import io.os199.cs.api.tools.expansion.NegotiationAnswer.LeverItem;
import io.os199.cs.api.tools.expansion.NegotiationAnswer.PositionItem;
import io.os199.cs.api.tools.expansion.NegotiationAnswer.Pricing;
import io.os199.cs.api.tools.expansion.NegotiationAnswer.TalkingPoint;
import io.os199.cs.api.tools.expansion.NegotiationAnswer.ValueItem;
import io.os199.cs.api.tools.retention.ModelNote;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.expansion.negotiation.DiscountPolicy;
import io.os199.cs.expansion.negotiation.Negotiation;
import io.os199.cs.expansion.negotiation.NegotiationBrief;
import io.os199.cs.expansion.negotiation.NegotiationStrategy;
import io.os199.cs.expansion.negotiation.RenewalPrices;
import io.os199.cs.expansion.negotiation.ValueEvidence;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.churn.ChurnModels;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A brief for negotiating a renewal: what was delivered, prices within the discount policy, and levers. */
@ToolInfo(
        name = "negotiate_renewals",
        title = "Negotiation brief",
        description =
                "A brief to negotiate one client's renewal: proven value, opening, target and floor"
                        + " prices within the discount policy, levers. Progress: track_renewals.",
        effect = Effect.READ,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = true)
public final class NegotiateRenewals
        implements Tool<NegotiateRenewals.Input, NegotiateRenewals.Output> {
    private final Database database;
    private final ClientDirectory clients;

    NegotiateRenewals(Database database, ClientDirectory clients) {
        this.database = database;
        this.clients = clients;
    }

    public record Input(
            String clientId,
            @Nullable @Size(min = 1, max = 60) String contractId,
            @Default(value = "value_reinforcement", listed = false)
                    @Doc("Orders the brief; changes no price")
                    NegotiationStrategy negotiationStrategy,
            @Nullable @Size(max = 5) List<@Size(min = 1, max = 100) String> knownCompetitors,
            @Nullable
                    @Doc("Instead of the policy's, like the next two")
                    @DecimalMin("0")
                    @DecimalMax("0.6")
                    BigDecimal maxDiscountRate,
            @Nullable @DecimalMin("0") @DecimalMax("0.6") BigDecimal approvalDiscountRate,
            @Nullable @DecimalMin("0") @DecimalMax("0.25") BigDecimal targetUpliftRate,
            @Nullable @DecimalMin("0") @DecimalMax("0.9") BigDecimal requestedDiscountRate) {

        Negotiation.Asked asked() {
            return new Negotiation.Asked(
                    contractId,
                    negotiationStrategy,
                    new DiscountPolicy.Overrides(
                            maxDiscountRate, approvalDiscountRate, targetUpliftRate));
        }
    }

    /**
     * The brief.
     *
     * @param order in which to present its parts, by the strategy
     * @param weakPoints the values that are worse than before
     * @param talkingPoints those that are better, the largest relative change first
     */
    public record Output(
            String clientId,
            String clientName,
            LocalDate asOf,
            Instant computedAt,
            NegotiationStrategy negotiationStrategy,
            List<NegotiationStrategy.Part> order,
            ContractItem contract,
            PositionItem position,
            List<ValueItem> valueDelivered,
            List<ValueItem> weakPoints,
            @Nullable Pricing pricing,
            List<LeverItem> levers,
            Competition competition,
            List<TalkingPoint> talkingPoints,
            List<Recommendation> nextSteps,
            Evidence evidence,
            List<DataGap> dataGaps) {}

    /**
     * What the answer was computed from.
     *
     * @param termStartsOn the first day of the contract, from which a term is counted
     * @param trueUpSource whether an open opportunity or a finding gives the amount added for seats
     * @param formulas of the prices
     */
    public record Evidence(
            LocalDate termStartsOn, NegotiationBrief.TrueUp.Source trueUpSource, String formulas) {}

    private static final String FORMULAS =
            "C current ARR, L list, u uplift, T true-up: anchor C(1 + u) + T; target C(1 + u·h) +"
                + " T, h 1 from probability 0.85, 0.5 from 0.60, else 0; floor without approval"
                + " min(L(1 − approval), target); floor min(L(1 − max), that); without L both from"
                + " C; both C where C < L(1 − max); term options target × (1 − rate); break-even"
                + " probability ÷ (1 − discount)";

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        BigDecimal approval = input.approvalDiscountRate();
        BigDecimal max = input.maxDiscountRate();
        if (approval != null && max != null && approval.compareTo(max) > 0) {
            faults.add(
                    new Fault(
                            "approval_discount_rate",
                            "approval_discount_rate %s is above max_discount_rate %s"
                                    .formatted(approval.toPlainString(), max.toPlainString()),
                            "at most max_discount_rate"));
        }
        return faults;
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        return database.snapshot(
                tx ->
                        clients.resolve(tx, input.clientId())
                                .then(
                                        client ->
                                                Negotiation.prepare(
                                                                tx,
                                                                client,
                                                                input.asked(),
                                                                call.now())
                                                        .map(
                                                                brief ->
                                                                        output(
                                                                                tx, client, brief,
                                                                                input, call))));
    }

    private static Output output(
            Transaction tx, ClientRef client, NegotiationBrief brief, Input input, Call call) {
        PositionItem position =
                PositionItem.of(brief, ModelNote.caution(tx, ChurnModels.predicting(tx)));
        Competition competition = Competition.of(brief, input.knownCompetitors());
        RenewalPrices prices = brief.prices();
        BigDecimal requested = input.requestedDiscountRate();
        return new Output(
                client.clientId(),
                client.clientName(),
                call.today(),
                call.now(),
                brief.strategy(),
                brief.order(),
                ContractItem.of(brief, call.today()),
                position,
                brief.value().stream().map(ValueItem::of).toList(),
                brief.value().stream()
                        .filter(each -> each.direction() == ValueEvidence.Direction.WORSE)
                        .map(ValueItem::of)
                        .toList(),
                prices == null ? null : Pricing.of(prices, requested),
                brief.levers().stream().map(LeverItem::of).toList(),
                competition,
                brief.talkingPoints().stream().map(TalkingPoint::of).toList(),
                NegotiationSteps.of(brief, position, requested, call.today()),
                new Evidence(brief.contract().startDate(), brief.trueUp().source(), FORMULAS),
                NegotiationGaps.of(brief, !competition.isEmpty()));
    }
}
