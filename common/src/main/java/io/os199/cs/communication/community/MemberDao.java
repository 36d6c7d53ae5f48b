package io.os199.cs.communication.community;

import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads members with their activity. */
interface MemberDao {
    /** All members of a community with their reputation and their rank by it. */
    String STANDING =
            """
            with written as (
                select client_id, member_id,
                    count(*) filter (where status = 'visible' and kind in ('post', 'question'))::int as post_count,
                    count(*) filter (where status = 'visible' and kind in ('comment', 'answer'))::int as comment_count,
                    count(*) filter (where status = 'visible' and kind = 'question')::int as question_count,
                    count(*) filter (where status = 'visible' and kind = 'answer' and accepted_at is not null)::int
                        as accepted_answer_count,
                    count(*) filter (where status = 'removed')::int as removed_post_count,
                    max(posted_at) filter (where status <> 'removed') as written_at
                from community_posts
                where community_id = :communityId and member_id is not null
                group by 1, 2
            ),
            received as (
                select p.client_id, p.member_id, count(*)::int as helpful_vote_count
                from community_posts p
                join community_votes v on v.post_id = p.post_id
                where p.community_id = :communityId and p.status = 'visible' and p.member_id is not null
                group by 1, 2
            ),
            voted as (
                select client_id, voter_member_id as member_id, max(at) as voted_at
                from community_votes
                where community_id = :communityId
                group by 1, 2
            ),
            counted as (
                select m.member_id, m.community_id, m.client_id, m.user_name, m.user_email, m.contact_id, m.joined_at,
                    coalesce(w.post_count, 0) as post_count, coalesce(w.comment_count, 0) as comment_count,
                    coalesce(w.question_count, 0) as question_count,
                    coalesce(w.accepted_answer_count, 0) as accepted_answer_count,
                    coalesce(r.helpful_vote_count, 0) as helpful_vote_count,
                    coalesce(w.removed_post_count, 0) as removed_post_count,
                    greatest(w.written_at, v.voted_at) as last_active_at
                from community_members m
                left join written w using (client_id, member_id)
                left join received r using (client_id, member_id)
                left join voted v using (client_id, member_id)
                where m.community_id = :communityId
            ),
            earned as (
                select *, greatest(0, 5 * post_count + 2 * comment_count + 10 * helpful_vote_count
                    + 15 * accepted_answer_count - 20 * removed_post_count) as reputation_points
                from counted
            ),
            standing as (
                select *, count(*) over () as members,
                    rank() over (order by reputation_points desc) as place,
                    rank() over (order by reputation_points) - 1 as below,
                    count(*) over (partition by reputation_points) - 1 as beside
                from earned
            )
            """;

    /** A member as queried. */
    record Row(
            String memberId,
            String communityId,
            String communityName,
            String clientId,
            String clientName,
            String userName,
            String userEmail,
            @Nullable String contactId,
            Instant joinedAt,
            int postCount,
            int commentCount,
            int questionCount,
            int acceptedAnswerCount,
            int helpfulVoteCount,
            int removedPostCount,
            @Nullable Instant lastActiveAt,
            int reputationPoints,
            @Nullable BigDecimal reputationPercentile,
            boolean isInvitable) {}

    /**
     * Members with their names and whether they can be invited: among the best tenth of at least 20, ties included,
     * of a healthy client, and not yet an advocate.
     */
    String SHOWN =
            """
            select s.*, g.name as community_name, c.name as client_name,
                case when s.members >= 5 then round(100.0 * (s.below + s.beside / 2.0) / (s.members - 1), 2) end
                    as reputation_percentile,
                s.members >= 20 and s.reputation_points > 0 and (s.place + s.beside) * 10 <= s.members and c.status = 'active'
                    and coalesce(c.health_band = 'healthy', false) and not exists (
                        select from advocates a
                        where a.client_id = s.client_id
                            and (a.contact_id = s.contact_id or a.contact_email = s.user_email)) as is_invitable
            from standing s
            join communities g on g.community_id = s.community_id
            join clients c on c.client_id = s.client_id
            """;

    @PlannedForItsValues
    @SqlQuery(
            STANDING
                    + SHOWN
                    + """
                    where (cast(:clientId as text) is null or s.client_id = :clientId)
                        and (cast(:afterId as text) is null
                            or (-s.reputation_points, s.member_id) > (-cast(:afterPoints as int), :afterId))
                    order by s.reputation_points desc, s.member_id
                    limit :most
                    """)
    @RegisterConstructorMapper(Row.class)
    List<Row> page(
            String communityId,
            @Nullable String clientId,
            @Nullable Integer afterPoints,
            @Nullable String afterId,
            int most);

    @PlannedForItsValues
    @SqlQuery(
            """
            select count(*)
            from community_members
            where community_id = :communityId and (cast(:clientId as text) is null or client_id = :clientId)
            """)
    long count(String communityId, @Nullable String clientId);

    @SqlQuery("select community_id from community_members where member_id = :memberId")
    Optional<String> communityOf(String memberId);

    @SqlQuery(STANDING + SHOWN + "where s.member_id = :memberId")
    @RegisterConstructorMapper(Row.class)
    Row find(String communityId, String memberId);

    /** Returns the members to invite as advocates, the best first. */
    @SqlQuery(
            STANDING
                    + "select member_id from ("
                    + SHOWN
                    + ") shown where is_invitable order by reputation_points desc, member_id")
    List<String> invitable(String communityId);
}
