package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.AdvocatePoints;
import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.communication.model.AdvocateTier;
import io.os199.cs.communication.model.DealOutcome;
import io.os199.cs.communication.model.PointsEntry;
import io.os199.cs.core.model.ClientStatus;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Writes advocates and the entries that change their points. */
interface AdvocateDao {
    @SqlQuery("select status from clients where client_id = :clientId")
    ClientStatus statusOf(String clientId);

    /** A contact who has not left the client. */
    record ContactRow(
            String contactId,
            @Nullable String name,
            @Nullable String email,
            @Nullable String title) {}

    /** Finds the contacts that match everything given, and locks them so that nobody else enrolls them meanwhile. */
    @SqlQuery(
            """
            select contact_id, name, lower(trim(email)) as email, title
            from contacts
            where client_id = :clientId and left_company_at is null
                and (cast(:email as text) is null or lower(trim(email)) = :email)
                and (cast(:name as text) is null or lower(trim(name)) = lower(:name))
                and (cast(:title as text) is null or lower(trim(title)) = lower(:title))
            order by contact_id
            limit :most
            for no key update
            """)
    @RegisterConstructorMapper(ContactRow.class)
    List<ContactRow> contacts(
            String clientId,
            @Nullable String email,
            @Nullable String name,
            @Nullable String title,
            int most);

    /** A person who is already an advocate. */
    record Known(String advocateId, AdvocateStatus status) {}

    @SqlQuery(
            """
            select advocate_id, status
            from advocates
            where client_id = :clientId and (contact_id = :contactId or contact_email = :email)
            order by advocate_id
            limit 1
            """)
    @RegisterConstructorMapper(Known.class)
    Optional<Known> known(String clientId, String contactId, String email);

    @SqlUpdate(
            """
            insert into advocates (client_id, advocate_id, contact_id, contact_email, tier, tier_floor, enrolled_on,
                created_at, updated_at)
            values (:clientId, :advocateId, :contactId, :email, :tier, :tier, :today, :now, :now)
            """)
    void enroll(
            String clientId,
            String advocateId,
            String contactId,
            String email,
            AdvocateTier tier,
            LocalDate today,
            Instant now);

    /** An advocate locked for a change. */
    record Held(
            String clientId,
            String advocateId,
            AdvocateTier tier,
            int lifetimePoints,
            int redeemedPoints,
            AdvocateStatus status,
            @Nullable LocalDate withdrawnOn,
            int version) {
        AdvocatePoints points() {
            return new AdvocatePoints(tier, lifetimePoints, redeemedPoints);
        }
    }

    @SqlQuery(
            """
            select client_id, advocate_id, tier, lifetime_points, redeemed_points, status, withdrawn_on, version
            from advocates
            where advocate_id = :advocateId
            for update
            """)
    @RegisterConstructorMapper(Held.class)
    Optional<Held> lock(String advocateId);

    @SqlUpdate(
            """
            update advocates
            set tier = :tier, lifetime_points = :lifetime, redeemed_points = :redeemed, version = version + 1,
                updated_at = :now
            where client_id = :clientId and advocate_id = :advocateId
            """)
    void keep(String clientId, String advocateId, @BindMethods AdvocatePoints points, Instant now);

    @SqlUpdate(
            """
            update advocates
            set status = :status, withdrawn_on = :withdrawnOn, version = version + 1, updated_at = :now
            where client_id = :clientId and advocate_id = :advocateId
            """)
    void move(
            String clientId,
            String advocateId,
            AdvocateStatus status,
            @Nullable LocalDate withdrawnOn,
            Instant now);

    @SqlUpdate(
            """
            update advocates
            set version = version + 1, updated_at = :now
            where client_id = :clientId and advocate_id = :advocateId
            """)
    void count(String clientId, String advocateId, Instant now);

    /** A row of {@code advocacy_contributions}. */
    record Entry(
            String contributionId,
            PointsEntry type,
            int points,
            @Nullable Integer basePoints,
            @Nullable BigDecimal multiplier,
            Instant at,
            @Nullable String details,
            @Nullable String dealReference,
            @Nullable BigDecimal dealValueAmount,
            @Nullable DealOutcome dealOutcome) {}

    @SqlUpdate(
            """
            insert into advocacy_contributions (client_id, advocate_id, contribution_id, type, points, base_points,
                multiplier, at, details_text, deal_reference, deal_value_amount, deal_outcome, created_at, updated_at)
            values (:clientId, :advocateId, :contributionId, :type, :points, :basePoints, :multiplier, :at, :details,
                :dealReference, :dealValueAmount, :dealOutcome, :now, :now)
            """)
    void add(String clientId, String advocateId, @BindMethods Entry entry, Instant now);

    /** The latest information about a deal. */
    record KnownDeal(@Nullable BigDecimal valueAmount, DealOutcome outcome) {}

    @SqlQuery(
            """
            select (array_agg(deal_value_amount order by updated_at desc, contribution_id desc)
                    filter (where deal_value_amount is not null))[1] as value_amount,
                (array_agg(coalesce(deal_outcome, 'open') order by updated_at desc, contribution_id desc))[1] as outcome
            from advocacy_contributions
            where deal_reference = :reference
            group by deal_reference
            """)
    @RegisterConstructorMapper(KnownDeal.class)
    Optional<KnownDeal> deal(String reference);

    /** The deal that a contribution helped; the type shows whether it can help one. */
    record DealOf(PointsEntry type, @Nullable String dealReference) {}

    @SqlQuery(
            """
            select type, deal_reference
            from advocacy_contributions
            where client_id = :clientId and advocate_id = :advocateId and contribution_id = :contributionId
            """)
    @RegisterConstructorMapper(DealOf.class)
    Optional<DealOf> dealOf(String clientId, String advocateId, String contributionId);

    @SqlUpdate(
            """
            update advocacy_contributions
            set deal_reference = :reference, deal_value_amount = :valueAmount, deal_outcome = :outcome, updated_at = :now
            where client_id = :clientId and advocate_id = :advocateId and contribution_id = :contributionId
            """)
    void tellDeal(
            String clientId,
            String advocateId,
            String contributionId,
            String reference,
            @Nullable BigDecimal valueAmount,
            DealOutcome outcome,
            Instant now);
}
