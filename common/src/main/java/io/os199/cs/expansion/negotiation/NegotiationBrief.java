package io.os199.cs.expansion.negotiation;

import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.negotiation.NegotiationStrategy.Part;
import io.os199.cs.expansion.renewal.ListedRenewal;
import io.os199.cs.expansion.renewal.RenewalContact;
import io.os199.cs.retention.churn.Calibration;
import io.os199.cs.retention.churn.Contribution;
import io.os199.cs.retention.risk.Recommendation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody goes into a negotiation with.
 *
 * @param members the contracts that renew together, the one that the renewal is of first
 * @param renewal absent for a contract without a day on which it is decided
 * @param prices absent without a discount policy
 * @param value figures of what was delivered
 * @param talkingPoints those that speak for us
 * @param repair plays on what is wrong, where nothing speaks for us
 */
public record NegotiationBrief(
        List<Contract> members,
        @Nullable ListedRenewal renewal,
        Terms terms,
        Position position,
        TrueUp trueUp,
        @Nullable RenewalPrices prices,
        List<Lever> levers,
        List<ValueEvidence> value,
        List<ValueEvidence> talkingPoints,
        List<RecordedLoss> losses,
        List<RenewalContact> contacts,
        List<Recommendation> repair,
        NegotiationStrategy strategy) {
    public NegotiationBrief {
        members = List.copyOf(members);
        levers = List.copyOf(levers);
        value = List.copyOf(value);
        talkingPoints = List.copyOf(talkingPoints);
        losses = List.copyOf(losses);
        contacts = List.copyOf(contacts);
        repair = List.copyOf(repair);
    }

    /**
     * How the contracts that renew together stand.
     *
     * @param tier of the contract, or a higher one of an amendment to it
     * @param current ARR of all of them
     * @param list the same by the price list; absent where one price is missing
     * @param unpricedProductIds those for which it is
     * @param licensedUserCount of all contracts of the client
     * @param activeUserCount absent where no use was ever seen
     */
    public record Terms(
            Tier tier,
            List<String> productIds,
            BigDecimal current,
            @Nullable BigDecimal list,
            List<String> unpricedProductIds,
            @Nullable Integer licensedUserCount,
            @Nullable Integer activeUserCount,
            @Nullable BigDecimal seatUtilization) {
        public Terms {
            productIds = List.copyOf(productIds);
            unpricedProductIds = List.copyOf(unpricedProductIds);
        }
    }

    /**
     * How likely the client stays, by the newest stored prediction, were its renewal near.
     *
     * @param probability absent where none is stored, or too little was known
     * @param contributions to it, the largest first
     */
    public record Position(
            @Nullable Double probability,
            @Nullable Integer modelVersion,
            @Nullable Calibration calibration,
            @Nullable LocalDate predictedOn,
            List<Contribution> contributions) {
        public Position {
            contributions = List.copyOf(contributions);
        }
    }

    /**
     * Seats in use above those bought, as ARR.
     *
     * @param amount absent where the seats have no price
     */
    public record TrueUp(Source source, @Nullable BigDecimal amount) {
        /** What says so. */
        public enum Source {
            NONE,
            FINDING,
            OPPORTUNITY
        }

        BigDecimal known() {
            return amount == null ? BigDecimal.ZERO : amount;
        }
    }

    /** The contract that the renewal is of. */
    public Contract contract() {
        return members.getFirst();
    }

    /** The day by which it is decided; absent for a contract without an end. */
    public @Nullable LocalDate renewalDate() {
        if (renewal != null) {
            return renewal.renewalDate();
        }
        LocalDate due = contract().renewalDate();
        return due == null ? contract().endDate() : due;
    }

    /** The parts in the order of the strategy; where nothing speaks for us, repair first. */
    public List<Part> order() {
        List<Part> order = new ArrayList<>(strategy.order());
        if (talkingPoints.isEmpty()) {
            order.addFirst(Part.REPAIR);
        }
        return order;
    }
}
