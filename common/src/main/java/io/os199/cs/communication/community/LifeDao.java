package io.os199.cs.communication.community;

import io.os199.cs.communication.community.LifeReport.Contributor;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Counts the activity in a community. */
interface LifeDao {
    /** A tag with its counts. */
    record Tag(String tag, int count, int previousCount) {}

    /**
     * The figures as queried.
     *
     * @param answeredCount questions with a reply of another member
     * @param repliedCount questions with a reply, including our own, over which the median is taken
     * @param waitingIds questions that have waited more than 48 hours for a first reply, the oldest first
     */
    record Figures(
            int memberCount,
            int newMemberCount,
            int activeCount,
            int previousActiveCount,
            long activeDays,
            int postCount,
            int commentCount,
            int teamPostCount,
            int questionCount,
            int answeredCount,
            int repliedCount,
            @Nullable BigDecimal medianMinutes,
            int dormantCount,
            int waitingCount,
            @Json List<String> waitingIds,
            @Json List<Contributor> contributors,
            @Json List<Tag> tags) {}

    /**
     * Counts what members wrote unless it was removed; activity means writing or voting. A question is answered by
     * another member; our own reply ends its wait but does not count as an answer of the community.
     *
     * @param before the start of the preceding period
     * @param dormant a member last active at or before this time is dormant
     * @param waits a question older than this without a reply waits too long
     */
    @SqlQuery(
            """
            with member as (
                select m.member_id, m.client_id, m.user_name, m.joined_at
                from community_members m
                where m.community_id = :communityId and m.joined_at < :until
            ),
            written as (
                select member_id, kind, tags, status, posted_at
                from community_posts
                where community_id = :communityId and status <> 'removed' and posted_at >= :before and posted_at < :until
            ),
            activity as (
                select w.member_id, w.posted_at as at from written w where w.member_id is not null
                union all
                select v.voter_member_id, v.at
                from community_votes v
                where v.community_id = :communityId and v.at >= :before and v.at < :until
            ),
            recent as (
                select member_id
                from community_posts
                where community_id = :communityId and status <> 'removed' and posted_at > :dormant and posted_at < :until
                union
                select voter_member_id
                from community_votes
                where community_id = :communityId and at > :dormant and at < :until
            ),
            active as (
                select m.member_id,
                    count(distinct (a.at at time zone 'UTC')::date) filter (where a.at >= :from) as days,
                    count(*) filter (where a.at < :from) as earlier
                from member m
                join activity a using (member_id)
                group by 1
            ),
            question as (
                select post_id, member_id, posted_at
                from community_posts
                where community_id = :communityId and kind = 'question' and status = 'visible' and member_id is not null
                    and posted_at < :until
            ),
            asked as (
                select q.posted_at, r.first_at, r.answered_at
                from question q
                left join lateral (
                    select min(a.posted_at) as first_at,
                        min(a.posted_at) filter (where a.member_id is not null) as answered_at
                    from (select posted_at, member_id, status
                          from community_posts
                          where parent_post_id = q.post_id
                          union all
                          select posted_at, null, status
                          from community_team_posts
                          where parent_post_id = q.post_id) a
                    where a.status = 'visible' and a.member_id is distinct from q.member_id) r on true
                where q.posted_at >= :from
            ),
            tagged as (
                select t.tag, count(*) filter (where s.posted_at >= :from)::int as now_count,
                    count(*) filter (where s.posted_at < :from)::int as earlier_count
                from (select tags, posted_at
                      from written
                      where status = 'visible'
                      union all
                      select tags, posted_at
                      from community_team_posts
                      where community_id = :communityId and status = 'visible' and posted_at >= :before
                          and posted_at < :until) s
                cross join lateral (select distinct unnest(s.tags) as tag) t
                group by t.tag
            ),
            waiting as (
                select q.post_id, q.posted_at
                from question q
                where q.posted_at < :waits
                    and not exists (
                        select
                        from community_posts a
                        where a.parent_post_id = q.post_id and a.status = 'visible'
                            and a.member_id is distinct from q.member_id)
                    and not exists (
                        select
                        from community_team_posts a
                        where a.parent_post_id = q.post_id and a.status = 'visible')
            )
            select (select count(*)::int from member) as member_count,
                (select count(*)::int from member where joined_at >= :from) as new_member_count,
                (select count(*)::int from active where days > 0) as active_count,
                (select count(*)::int from active where earlier > 0) as previous_active_count,
                (select coalesce(sum(days), 0)::bigint from active) as active_days,
                w.*,
                (select count(*)::int from community_team_posts
                 where community_id = :communityId and status = 'visible' and posted_at >= :from and posted_at < :until)
                    as team_post_count,
                q.*,
                (select count(*)::int
                 from member m
                 where m.joined_at <= :dormant and not exists (select from recent r where r.member_id = m.member_id))
                    as dormant_count,
                (select count(*)::int from waiting) as waiting_count,
                (select coalesce(jsonb_agg(post_id order by posted_at, post_id), '[]')
                 from (select * from waiting order by posted_at, post_id limit 5) o) as waiting_ids,
                (select coalesce(jsonb_agg(jsonb_build_object('member_id', t.member_id, 'client_id', t.client_id,
                        'client_name', t.client_name, 'user_name', t.user_name, 'contribution_count', t.said)
                        order by t.said desc, t.member_id), '[]')
                 from (select m.member_id, m.client_id, c.name as client_name, m.user_name, p.said
                       from (select member_id, count(*)::int as said
                             from written
                             where status = 'visible' and posted_at >= :from
                             group by 1) p
                       join member m using (member_id)
                       join clients c on c.client_id = m.client_id
                       order by said desc, m.member_id
                       limit 5) t) as contributors,
                (select coalesce(jsonb_agg(jsonb_build_object('tag', t.tag, 'count', t.now_count,
                        'previous_count', t.earlier_count) order by t.now_count desc, t.tag), '[]')
                 from (select * from tagged where now_count > 0 order by now_count desc, tag limit 5) t) as tags
            from (select count(*) filter (where kind in ('post', 'question'))::int as post_count,
                      count(*) filter (where kind in ('comment', 'answer'))::int as comment_count
                  from written
                  where member_id is not null and status = 'visible' and posted_at >= :from) w
            cross join (
                select count(*)::int as question_count, count(answered_at)::int as answered_count,
                    count(first_at)::int as replied_count,
                    percentile_cont(0.5) within group (order by extract(epoch from first_at - posted_at) / 60)
                        as median_minutes
                from asked) q
            """)
    @RegisterConstructorMapper(Figures.class)
    Figures figures(
            String communityId,
            Instant before,
            Instant from,
            Instant until,
            Instant dormant,
            Instant waits);
}
