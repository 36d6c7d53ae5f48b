package io.os199.cs.api.tools.expansion;

import io.os199.cs.core.model.BillingFrequency;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.PaymentStatus;
import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.negotiation.DiscountPolicy;
import io.os199.cs.expansion.negotiation.NegotiationBrief;
import io.os199.cs.expansion.negotiation.NegotiationLever;
import io.os199.cs.expansion.negotiation.RecordedLoss;
import io.os199.cs.expansion.negotiation.RenewalPrices;
import io.os199.cs.expansion.negotiation.ValueEvidence;
import io.os199.cs.expansion.negotiation.ValueUnit;
import io.os199.cs.expansion.renewal.ListedRenewal;
import io.os199.cs.expansion.renewal.RenewalContact;
import io.os199.cs.expansion.renewal.RenewalRisk;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.facts.ChurnFeature;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The parts of a negotiation brief as they are shown. */
final class NegotiationAnswer {
    private static final Set<ContactRole> NEEDED =
            EnumSet.of(ContactRole.CHAMPION, ContactRole.DECISION_MAKER, ContactRole.BILLING);

    private NegotiationAnswer() {}

    /**
     * The state of the contract that renews.
     *
     * @param withContractIds contracts that renew with it
     * @param currentDiscountRate 1 − current ÷ list
     * @param noticeDeadline the last day to end a contract that renews automatically
     * @param licensedUserCount over all contracts of the client, as is the use
     * @param stage absent for a contract without a renewal of its own
     */
    record ContractItem(
            String contractId,
            List<String> withContractIds,
            Tier tier,
            List<String> products,
            BigDecimal currentArrAmount,
            @Nullable BigDecimal listAmount,
            @Nullable BigDecimal currentDiscountRate,
            @Nullable LocalDate renewalDate,
            @Nullable Integer renewalInDays,
            boolean autoRenew,
            @Nullable LocalDate noticeDeadline,
            BillingFrequency billingFrequency,
            PaymentStatus paymentStatus,
            @Nullable Integer licensedUserCount,
            @Nullable Integer activeUserCount30d,
            @Nullable BigDecimal seatUtilizationRate,
            @Nullable RenewalStage stage) {

        static ContractItem of(NegotiationBrief brief, LocalDate today) {
            Contract contract = brief.contract();
            NegotiationBrief.Terms terms = brief.terms();
            LocalDate date = brief.renewalDate();
            BigDecimal list = terms.list();
            ListedRenewal renewal = brief.renewal();
            BigDecimal utilization = terms.seatUtilization();
            return new ContractItem(
                    contract.contractId(),
                    brief.members().stream().skip(1).map(Contract::contractId).toList(),
                    terms.tier(),
                    terms.productIds(),
                    Rounded.amount(terms.current()),
                    Rounded.amountOf(list),
                    list == null || list.signum() == 0
                            ? null
                            : BigDecimal.ONE.subtract(
                                    terms.current().divide(list, 4, RoundingMode.HALF_UP)),
                    date,
                    date == null ? null : (int) ChronoUnit.DAYS.between(today, date),
                    contract.autoRenew(),
                    contract.autoRenew() && date != null
                            ? date.minusDays(contract.noticePeriodDays())
                            : null,
                    contract.billingFrequency(),
                    contract.paymentStatus(),
                    terms.licensedUserCount(),
                    terms.activeUserCount(),
                    Rounded.rateOf(utilization),
                    renewal == null ? null : renewal.stage());
        }
    }

    /**
     * Who decides, and how likely the client is to stay.
     *
     * @param topContributions to the log-odds of leaving, except the renewal itself
     * @param missingRoles of champion, decision maker and billing
     */
    record PositionItem(
            @Nullable BigDecimal renewalProbability,
            RenewalRisk renewalRisk,
            @Nullable Integer modelVersion,
            @Nullable Calibration calibration,
            @Nullable String calibrationNote,
            @Nullable LocalDate predictedOn,
            List<Part> topContributions,
            @Nullable RenewalContact champion,
            List<RenewalContact> decisionMakers,
            List<ContactRole> missingRoles) {

        /** A feature of the churn model: above 0 it points to leaving. */
        record Part(ChurnFeature feature, @Nullable BigDecimal value, BigDecimal contribution) {}

        static PositionItem of(NegotiationBrief brief, @Nullable String note) {
            NegotiationBrief.Position position = brief.position();
            boolean isKnown = position.probability() != null;
            return new PositionItem(
                    Rounded.rateOf(position.probability()),
                    RenewalRisk.of(position.probability()),
                    isKnown ? position.modelVersion() : null,
                    isKnown ? position.calibration() : null,
                    isKnown ? note : null,
                    isKnown ? position.predictedOn() : null,
                    position.contributions().stream()
                            .map(
                                    each ->
                                            new Part(
                                                    each.feature(),
                                                    Rounded.rateOf(each.value()),
                                                    Rounded.rate(each.contribution())))
                            .toList(),
                    with(brief, ContactRole.CHAMPION).findFirst().orElse(null),
                    with(brief, ContactRole.DECISION_MAKER).toList(),
                    NEEDED.stream().filter(role -> with(brief, role).findAny().isEmpty()).toList());
        }

        private static Stream<RenewalContact> with(NegotiationBrief brief, ContactRole role) {
            return brief.contacts().stream().filter(each -> each.role() == role);
        }
    }

    /**
     * A figure of what was delivered.
     *
     * @param direction absent where there is nothing to compare with
     * @param names of the milestones
     * @param criteria as the plans state them
     */
    record ValueItem(
            String evidenceId,
            ValueUnit unit,
            BigDecimal now,
            @Nullable BigDecimal before,
            Window window,
            int rowCount,
            @Nullable Integer beforeRowCount,
            ValueEvidence.@Nullable Direction direction,
            @Nullable List<String> names,
            @Nullable List<Criterion> criteria) {
        private static final int MOST_NAMES = 10;
        private static final int LONGEST_CRITERION = 200;

        static ValueItem of(ValueEvidence each) {
            int decimals = each.unit().decimals();
            BigDecimal before = each.before();
            List<String> names = each.names().stream().limit(MOST_NAMES).toList();
            boolean isWritten = each.unit() == ValueUnit.SUCCESS_CRITERIA_OF_COMPLETED_PLANS;
            return new ValueItem(
                    each.evidenceId(),
                    each.unit(),
                    each.now().setScale(decimals, RoundingMode.HALF_UP),
                    before == null ? null : before.setScale(decimals, RoundingMode.HALF_UP),
                    new Window(each.fromOn(), each.toOn(), each.beforeFromOn(), each.beforeToOn()),
                    each.rowCount(),
                    each.beforeRowCount(),
                    each.direction(),
                    names.isEmpty() || isWritten
                            ? null
                            : names.stream().map(UntrustedText::name).toList(),
                    names.isEmpty() || !isWritten
                            ? null
                            : names.stream().map(Criterion::of).toList());
        }

        /** The first and last of the days counted. */
        record Window(
                LocalDate fromOn,
                LocalDate toOn,
                @Nullable LocalDate beforeFromOn,
                @Nullable LocalDate beforeToOn) {}

        /** What a plan was meant to achieve, in somebody's words. */
        record Criterion(
                boolean untrusted,
                @Personal(Personal.Kind.TEXT) String criterionText,
                @Nullable Boolean truncated) {
            static Criterion of(String raw) {
                UntrustedText text = UntrustedText.of(raw, LONGEST_CRITERION);
                return new Criterion(true, text.text(), text.truncated() ? true : null);
            }
        }
    }

    /**
     * Prices, all in ARR.
     *
     * @param belowPolicy whether the client already pays less than the policy allows, so that both floors are what it
     *     pays
     */
    record Pricing(
            BigDecimal anchorAmount,
            BigDecimal targetAmount,
            BigDecimal floorWithoutApprovalAmount,
            BigDecimal floorAmount,
            BigDecimal trueUpAmount,
            boolean belowPolicy,
            List<TermOption> termOptions,
            @Nullable Requested requested,
            List<BreakEven> breakEven,
            Policy policy) {

        static Pricing of(RenewalPrices prices, @Nullable BigDecimal requested) {
            return new Pricing(
                    Rounded.amount(prices.anchor()),
                    Rounded.amount(prices.target()),
                    Rounded.amount(prices.floorWithoutApproval()),
                    Rounded.amount(prices.floor()),
                    Rounded.amount(prices.trueUp()),
                    prices.belowPolicy(),
                    prices.termOptions().stream().map(TermOption::of).toList(),
                    requested == null ? null : Requested.of(prices.requested(requested)),
                    prices.breakEvens().stream().map(BreakEven::of).toList(),
                    Policy.of(prices.policy()));
        }
    }

    /** A longer term: its ARR, and what it brings over all its years. */
    record TermOption(
            int years, BigDecimal discountRate, BigDecimal arrAmount, BigDecimal arrSecuredAmount) {
        static TermOption of(RenewalPrices.TermOption each) {
            return new TermOption(
                    each.years(),
                    Rounded.rate(each.discountRate()),
                    Rounded.amount(each.arr()),
                    Rounded.amount(each.arrSecured()));
        }
    }

    /**
     * What the customer asks for.
     *
     * @param breakEvenProbability the renewal probability that the discount must reach
     * @param neverPays whether that is above 1
     */
    record Requested(
            BigDecimal discountRate,
            BigDecimal arrAmount,
            boolean needsApproval,
            boolean belowFloor,
            @Nullable BigDecimal breakEvenProbability,
            @Nullable Boolean neverPays) {
        static Requested of(RenewalPrices.Requested each) {
            RenewalPrices.BreakEven even = each.breakEven();
            return new Requested(
                    Rounded.rate(each.discountRate()),
                    Rounded.amount(each.arr()),
                    each.needsApproval(),
                    each.belowFloor(),
                    even == null ? null : Rounded.rateOf(even.neededProbability()),
                    even == null ? null : even.neverPays());
        }
    }

    /**
     * The renewal probability that a discount must reach for the expected ARR to stay the same.
     *
     * @param neverPays whether that is above 1, counting renewal ARR alone
     */
    record BreakEven(
            BigDecimal discountRate, @Nullable BigDecimal neededProbability, boolean neverPays) {
        static BreakEven of(RenewalPrices.BreakEven each) {
            return new BreakEven(
                    Rounded.rate(each.discountRate()),
                    Rounded.rateOf(each.neededProbability()),
                    each.neverPays());
        }
    }

    /** The rates behind the prices. */
    record Policy(
            DiscountPolicy.Source source,
            @Nullable LocalDate validFrom,
            BigDecimal maxDiscountRate,
            BigDecimal approvalDiscountRate,
            BigDecimal targetUpliftRate,
            @Nullable BigDecimal twoYearDiscountRate,
            @Nullable BigDecimal threeYearDiscountRate,
            @Nullable BigDecimal prepayDiscountRate,
            @Nullable BigDecimal bundleDiscountRate) {
        static Policy of(DiscountPolicy policy) {
            return new Policy(
                    policy.source(),
                    policy.validFrom(),
                    Rounded.rate(policy.maxDiscountRate()),
                    Rounded.rate(policy.approvalDiscountRate()),
                    Rounded.rate(policy.targetUpliftRate()),
                    Rounded.rateOf(policy.twoYearDiscountRate()),
                    Rounded.rateOf(policy.threeYearDiscountRate()),
                    Rounded.rateOf(policy.prepayDiscountRate()),
                    Rounded.rateOf(policy.bundleDiscountRate()));
        }
    }

    /** Something to bargain with; {@code because} explains the amount. */
    record LeverItem(
            String leverId,
            @Nullable BigDecimal leverAmount,
            String because,
            NegotiationLever.Side giveOrGet) {
        static LeverItem of(NegotiationLever each) {
            return new LeverItem(
                    each.leverId(), Rounded.amountOf(each.amount()), each.because(), each.side());
        }
    }

    /** Only those competitors that somebody recorded or named. */
    record Competition(List<RecordedLoss> recordedLosses, List<String> namedByYou) {
        static Competition of(NegotiationBrief brief, @Nullable List<String> named) {
            return new Competition(
                    brief.losses(),
                    Optional.ofNullable(named).orElse(List.of()).stream()
                            .map(UntrustedText::name)
                            .distinct()
                            .toList());
        }

        boolean isEmpty() {
            return recordedLosses.isEmpty() && namedByYou.isEmpty();
        }
    }

    /**
     * A talking point, with its evidence.
     *
     * @param ruleId T-CHANGE for a comparison, T-DONE for something achieved in the term
     */
    record TalkingPoint(
            String ruleId,
            String evidenceId,
            ValueUnit unit,
            @Nullable BigDecimal relativeChangeRate) {
        static TalkingPoint of(ValueEvidence each) {
            return new TalkingPoint(
                    each.before() == null ? "T-DONE" : "T-CHANGE",
                    each.evidenceId(),
                    each.unit(),
                    Rounded.rateOf(each.relativeChange()));
        }
    }
}
