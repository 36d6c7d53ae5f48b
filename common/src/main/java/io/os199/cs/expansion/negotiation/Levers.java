package io.os199.cs.expansion.negotiation;

import io.os199.cs.core.model.BillingFrequency;
import io.os199.cs.expansion.finding.Finding;
import io.os199.cs.expansion.negotiation.NegotiationLever.Side;
import io.os199.cs.expansion.renewal.RenewalRisk;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The table of levers to bargain with. */
final class Levers {
    private static final int SHORT_TERM_DAYS = 400;
    private static final BigDecimal HALF = new BigDecimal("0.50");
    private static final BigDecimal SPARE = new BigDecimal("1.10");

    private final Facts facts;
    private final List<NegotiationLever> found = new ArrayList<>();

    private Levers(Facts facts) {
        this.facts = facts;
    }

    /**
     * The facts that the table is based on.
     *
     * @param prices absent without a policy
     * @param termDays of the contract; absent without an end
     * @param offers findings that nothing holds back, other than seats in use and longer terms
     * @param seats absent where no seats are counted or no usage was ever seen
     */
    record Facts(
            BigDecimal current,
            BigDecimal trueUp,
            @Nullable RenewalPrices prices,
            @Nullable Double probability,
            BillingFrequency billing,
            @Nullable Integer termDays,
            List<Finding> offers,
            @Nullable Seats seats,
            int coreUsedCount,
            int coreAvailableCount) {
        Facts {
            offers = List.copyOf(offers);
        }

        @Nullable DiscountPolicy policy() {
            return prices == null ? null : prices.policy();
        }
    }

    /**
     * The licensed seats and the active users.
     *
     * @param price of one more seat; absent where it is not known, or where other contracts have seats too
     */
    record Seats(int licensed, int active, @Nullable BigDecimal price) {}

    /** The levers that apply, those that the strategy leads with first. */
    static List<NegotiationLever> of(Facts facts, NegotiationStrategy strategy) {
        Levers levers = new Levers(facts);
        levers.seats();
        levers.term();
        levers.prepay();
        levers.bundle();
        levers.scope();
        levers.training();
        levers.found.sort(Comparator.comparingInt(each -> strategy.place(each.leverId())));
        return List.copyOf(levers.found);
    }

    private void seats() {
        if (facts.trueUp().signum() > 0) {
            get("L-SEATS", facts.trueUp(), "a year for the seats in use above those bought");
        }
    }

    private void term() {
        Double probability = facts.probability();
        Integer days = facts.termDays();
        if (days == null
                || days > SHORT_TERM_DAYS
                || probability == null
                || probability < RenewalRisk.AT_RISK_FROM) {
            return;
        }
        RenewalPrices prices = facts.prices();
        List<RenewalPrices.TermOption> options = prices == null ? List.of() : prices.termOptions();
        get(
                "L-TERM",
                options.isEmpty() ? null : options.getFirst().arrSecured(),
                "the term has %d days and the renewal probability is %s%s"
                        .formatted(
                                days,
                                Rounded.rate(probability),
                                options.isEmpty()
                                        ? ""
                                        : "; two years at the target less %s secure the amount"
                                                .formatted(
                                                        plain(options.getFirst().discountRate()))));
    }

    private void prepay() {
        boolean isPaidInParts =
                facts.billing() == BillingFrequency.MONTHLY
                        || facts.billing() == BillingFrequency.QUARTERLY;
        DiscountPolicy policy = facts.policy();
        BigDecimal rate = policy == null ? null : policy.prepayDiscountRate();
        if (isPaidInParts && rate != null) {
            get(
                    "L-PREPAY",
                    Objects.requireNonNull(facts.prices())
                            .target()
                            .multiply(BigDecimal.ONE.subtract(rate)),
                    "billed %s; the target less %s, paid a year ahead"
                            .formatted(WireName.of(facts.billing()), plain(rate)));
        }
    }

    private void bundle() {
        if (facts.offers().isEmpty()) {
            return;
        }
        List<BigDecimal> values =
                facts.offers().stream().map(Finding::valueAmount).filter(Objects::nonNull).toList();
        DiscountPolicy policy = facts.policy();
        BigDecimal rate = policy == null ? null : policy.bundleDiscountRate();
        List<String> keys = facts.offers().stream().map(Finding::findingKey).toList();
        get(
                "L-BUNDLE",
                values.isEmpty() || rate == null
                        ? null
                        : values.stream()
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .multiply(BigDecimal.ONE.subtract(rate)),
                "findings %s%s"
                        .formatted(
                                String.join(", ", keys),
                                rate == null ? "" : ", less " + plain(rate)));
    }

    /** Adds the lever of dropping unused seats at their price, but at no more than a seat costs this client. */
    private void scope() {
        Seats seats = facts.seats();
        if (seats == null) {
            return;
        }
        BigDecimal licensed = BigDecimal.valueOf(seats.licensed());
        if (BigDecimal.valueOf(seats.active()).compareTo(HALF.multiply(licensed)) >= 0) {
            return;
        }
        BigDecimal kept =
                BigDecimal.valueOf(seats.active())
                        .multiply(SPARE)
                        .setScale(0, RoundingMode.CEILING)
                        .max(BigDecimal.ONE);
        BigDecimal price = seats.price();
        found.add(
                new NegotiationLever(
                        "L-SCOPE",
                        price == null
                                ? null
                                : facts.current()
                                        .subtract(
                                                licensed.subtract(kept)
                                                        .multiply(
                                                                price.min(
                                                                        facts.current()
                                                                                .divide(
                                                                                        licensed,
                                                                                        MathContext
                                                                                                .DECIMAL64)))),
                        "%d of %d seats are used; renew %s%s"
                                .formatted(
                                        seats.active(),
                                        seats.licensed(),
                                        kept.toPlainString(),
                                        price == null ? "" : " seats for the amount, a year"),
                        Side.GIVE));
    }

    private void training() {
        if (facts.coreUsedCount() < HALF.doubleValue() * facts.coreAvailableCount()) {
            found.add(
                    new NegotiationLever(
                            "L-TRAINING",
                            null,
                            "%d of %d core features are used"
                                    .formatted(facts.coreUsedCount(), facts.coreAvailableCount()),
                            Side.GIVE));
        }
    }

    private void get(String leverId, @Nullable BigDecimal amount, String because) {
        found.add(new NegotiationLever(leverId, amount, because, Side.GET));
    }

    private static String plain(BigDecimal rate) {
        return rate.stripTrailingZeros().toPlainString();
    }
}
