package io.os199.cs.expansion.negotiation;

import io.os199.cs.core.Renewals;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Contract;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.finding.Finding;
import io.os199.cs.expansion.finding.FindingFilter;
import io.os199.cs.expansion.finding.FindingReader;
import io.os199.cs.expansion.negotiation.NegotiationBrief.Position;
import io.os199.cs.expansion.negotiation.NegotiationBrief.Terms;
import io.os199.cs.expansion.negotiation.NegotiationBrief.TrueUp;
import io.os199.cs.expansion.negotiation.NegotiationDao.Standing;
import io.os199.cs.expansion.price.ClientTerms;
import io.os199.cs.expansion.renewal.ListedRenewal;
import io.os199.cs.expansion.renewal.RenewalFilter;
import io.os199.cs.expansion.renewal.RenewalList;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.risk.ClientRisk;
import io.os199.cs.retention.risk.ClientRisks;
import io.os199.cs.retention.risk.RecommendedPlay;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Prepares the negotiation of a renewal. */
public final class Negotiation {
    private static final int MOST_RENEWALS = 200;

    /** Enough that contacts of one role do not crowd out another. */
    private static final int MOST_CONTACTS = 200;

    private static final int MOST_FINDINGS = 200;
    private static final int MOST_LOSSES = 10;
    private static final int LOOKBACK_DAYS = 90;

    private final Transaction tx;
    private final ClientRef client;
    private final Asked asked;
    private final Instant now;
    private final LocalDate today;
    private final NegotiationDao dao;

    private Negotiation(Transaction tx, ClientRef client, Asked asked, Instant now) {
        this.tx = tx;
        this.client = client;
        this.asked = asked;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        this.dao = tx.dao(NegotiationDao.class);
    }

    /**
     * What is to be negotiated, and how.
     *
     * @param contractId absent for the open renewal that is due first
     */
    public record Asked(
            @Nullable String contractId,
            NegotiationStrategy strategy,
            DiscountPolicy.Overrides rates) {}

    /** Prepares the brief from one snapshot. */
    public static Answer<NegotiationBrief> prepare(
            Transaction tx, ClientRef client, Asked asked, Instant now) {
        return new Negotiation(tx, client, asked, now).prepare();
    }

    /** A contract with those that renew together with it, and its renewal where there is one. */
    private record Subject(List<Contract> members, @Nullable ListedRenewal renewal) {
        Contract contract() {
            return members.getFirst();
        }
    }

    private Answer<NegotiationBrief> prepare() {
        ClientTerms bought = ClientTerms.read(tx, List.of(client.clientId()), today).getFirst();
        return subject(bought).then(subject -> prepare(subject, bought));
    }

    private Answer<Subject> subject(ClientTerms bought) {
        List<ListedRenewal> all =
                new RenewalList(tx, RenewalFilter.of(client.clientId(), today))
                        .after(null, MOST_RENEWALS);
        String contractId = asked.contractId();
        if (contractId == null) {
            contractId =
                    all.stream()
                            .filter(each -> each.stage().isOpen())
                            .map(ListedRenewal::contractId)
                            .findFirst()
                            .orElse(bought.baseContractId());
        }
        List<Contract> members =
                contractId == null
                        ? List.of()
                        : Renewals.membersOf(tx, client.clientId(), contractId);
        if (members.isEmpty()) {
            return Answer.refused(nothingToRenew(all));
        }
        String found = members.getFirst().contractId();
        return Answer.of(
                new Subject(
                        members,
                        all.stream()
                                .filter(each -> each.contractId().equals(found))
                                .findFirst()
                                .orElse(null)));
    }

    private Refusal nothingToRenew(List<ListedRenewal> all) {
        String contractId = asked.contractId();
        if (contractId == null) {
            return Refusal.failedPrecondition(
                            "%s has no open renewal and no contract in force"
                                    .formatted(client.clientName()))
                    .hint("track_renewals lists renewals, and what came of past ones");
        }
        List<Suggestion> open =
                all.stream()
                        .filter(each -> each.stage().isOpen())
                        .map(
                                each ->
                                        new Suggestion(
                                                each.contractId(), "renewal " + each.renewalDate()))
                        .toList();
        Refusal refusal =
                dao.contractStatus(client.clientId(), contractId)
                        .map(
                                status ->
                                        Refusal.failedPrecondition(
                                                        "contract_id is a contract in status %s that has no renewal of its own"
                                                                .formatted(status))
                                                .field("contract_id")
                                                .hint("track_renewals lists the renewals"))
                        .orElseGet(
                                () ->
                                        Refusal.notFound(
                                                "contract_id",
                                                "%s has no contract with this contract_id"
                                                        .formatted(client.clientName())));
        return refusal.expected("an active contract with a renewal of its own").suggestions(open);
    }

    private Answer<NegotiationBrief> prepare(Subject subject, ClientTerms bought) {
        Standing standing =
                dao.standing(
                        client.clientId(),
                        new String[] {client.clientId()},
                        subject.contract().contractId(),
                        subject.members().stream().map(Contract::contractId).toArray(String[]::new),
                        bought.productIds().toArray(String[]::new),
                        bought.tier(),
                        today);
        Optional<DiscountPolicy> policy = DiscountPolicy.of(standing.policy(), asked.rates());
        return policy.filter(DiscountPolicy::isContradictory)
                .<Answer<NegotiationBrief>>map(each -> Answer.refused(contradictory(each)))
                .orElseGet(() -> Answer.of(brief(subject, bought, standing, policy.orElse(null))));
    }

    /**
     * The refusal of contradictory rates of which one is the caller's: two rates of the caller are compared earlier.
     */
    private static Refusal contradictory(DiscountPolicy policy) {
        return Refusal.invalid(
                "approval_discount_rate",
                "approval_discount_rate %s is above max_discount_rate %s, where what was not sent is the stored policy's"
                        .formatted(
                                policy.approvalDiscountRate().toPlainString(),
                                policy.maxDiscountRate().toPlainString()),
                "both, with approval_discount_rate at most max_discount_rate");
    }

    private NegotiationBrief brief(
            Subject subject,
            ClientTerms bought,
            Standing standing,
            @Nullable DiscountPolicy policy) {
        Terms terms = terms(subject, bought, standing);
        List<Finding> findings = findings();
        TrueUp trueUp = trueUp(subject, bought, standing, findings);
        Double probability = standing.stayProbability();
        RenewalPrices prices =
                policy == null
                        ? null
                        : new RenewalPrices(
                                terms.current(), terms.list(), trueUp.known(), probability, policy);
        List<ValueEvidence> value =
                dao.evidence(
                        client.clientId(),
                        subject.contract().startDate(),
                        today.minusDays(bought.tenureDays()),
                        today,
                        now);
        List<ValueEvidence> talkingPoints = ValueEvidence.talkingPoints(value);
        return new NegotiationBrief(
                subject.members(),
                subject.renewal(),
                terms,
                new Position(
                        probability,
                        standing.modelVersion(),
                        standing.calibration(),
                        standing.predictedOn(),
                        standing.contributions()),
                trueUp,
                prices,
                levers(subject, bought, standing, terms, trueUp, prices, findings),
                value,
                talkingPoints,
                dao.losses(client.clientId(), MOST_LOSSES),
                RenewalList.contacts(tx, client.clientId(), MOST_CONTACTS),
                talkingPoints.isEmpty() ? plays() : List.of(),
                asked.strategy());
    }

    private static Terms terms(Subject subject, ClientTerms bought, Standing standing) {
        return new Terms(
                standing.tier(),
                subject.members().stream()
                        .flatMap(each -> each.products().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                subject.members().stream()
                        .map(Contract::value)
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                standing.listAmount(),
                standing.unpricedProductIds(),
                bought.licensedUserCount(),
                standing.hasUse() ? bought.activeUserCount() : null,
                standing.hasUse() ? bought.seatUtilization() : null);
    }

    /** Includes findings that are held back: use above what was bought is due whatever else is wrong. */
    private List<Finding> findings() {
        return new FindingReader(
                        tx,
                        FindingFilter.usual(
                                List.of(OpportunityType.values()),
                                client.clientId(),
                                null,
                                null,
                                null,
                                null,
                                true),
                        now)
                .page(null, MOST_FINDINGS);
    }

    /** Seats above those bought are settled only once: for a client with several renewals, with the base contract. */
    private static TrueUp trueUp(
            Subject subject, ClientTerms bought, Standing standing, List<Finding> findings) {
        String base = bought.baseContractId();
        if (base != null
                && subject.members().stream().noneMatch(each -> each.contractId().equals(base))) {
            return new TrueUp(TrueUp.Source.NONE, BigDecimal.ZERO);
        }
        if (standing.openSeatsCount() > 0) {
            return new TrueUp(TrueUp.Source.OPPORTUNITY, standing.openSeatsAmount());
        }
        return findings.stream()
                .filter(Negotiation::isTrueUp)
                .findFirst()
                .map(each -> new TrueUp(TrueUp.Source.FINDING, each.valueAmount()))
                .orElseGet(() -> new TrueUp(TrueUp.Source.NONE, BigDecimal.ZERO));
    }

    private static boolean isTrueUp(Finding finding) {
        return finding.has("SEATS_OVER");
    }

    private List<NegotiationLever> levers(
            Subject subject,
            ClientTerms bought,
            Standing standing,
            Terms terms,
            TrueUp trueUp,
            @Nullable RenewalPrices prices,
            List<Finding> findings) {
        Contract contract = subject.contract();
        LocalDate end = contract.endDate();
        boolean isAll =
                subject.members().stream().filter(each -> !each.startDate().isAfter(today)).count()
                        == bought.contractCount();
        Integer licensed = terms.licensedUserCount();
        Integer active = terms.activeUserCount();
        return Levers.of(
                new Levers.Facts(
                        terms.current(),
                        trueUp.known(),
                        prices,
                        standing.stayProbability(),
                        contract.billingFrequency(),
                        end == null
                                ? null
                                : (int) ChronoUnit.DAYS.between(contract.startDate(), end) + 1,
                        findings.stream()
                                .filter(each -> each.blockedBy().isEmpty() && !isTrueUp(each))
                                .filter(each -> each.type() != OpportunityType.MULTI_YEAR)
                                .toList(),
                        licensed == null || licensed == 0 || active == null
                                ? null
                                : new Levers.Seats(
                                        licensed, active, isAll ? bought.seatPriceAmount() : null),
                        standing.coreUsedCount(),
                        standing.hasUse() ? standing.coreAvailableCount() : 0),
                asked.strategy());
    }

    private List<RecommendedPlay> plays() {
        return new ClientRisks(ChurnModels.predicting(tx), today, today, LOOKBACK_DAYS)
                .of(tx, List.of(client.clientId())).stream()
                        .findFirst()
                        .map(ClientRisk::recommendations)
                        .orElse(List.of());
    }
}
