package io.os199.cs.communication.community;

import io.os199.cs.communication.model.PostKind;
import io.os199.cs.communication.model.PostStatus;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Posts of members, under their clients, and of our own team, under the community. */
interface PostDao {
    /**
     * Both kinds of posts as one table; conditions on the columns are applied within each, even where the table is
     * read twice.
     */
    String SAID =
            """
            with said as not materialized (
                select community_id, post_id, client_id, member_id, null as author, kind, parent_post_id, title_text,
                    content_text, tags, status, flag_reason, flagged_at, accepted_at, posted_at, updated_at
                from community_posts
                union all
                select community_id, post_id, null, null, author, kind, parent_post_id, title, content, tags, status,
                    flag_reason, flagged_at, null, posted_at, updated_at
                from community_team_posts
            )
            """;

    /** A post as queried. */
    record Row(
            String communityId,
            String postId,
            @Nullable String clientId,
            @Nullable String clientName,
            @Nullable String memberId,
            @Nullable String author,
            PostKind kind,
            @Nullable String parentPostId,
            @Nullable String titleText,
            String contentText,
            List<String> tags,
            PostStatus status,
            @Nullable String flagReason,
            @Nullable Instant flaggedAt,
            @Nullable Instant acceptedAt,
            Instant postedAt,
            int replyCount,
            int helpfulVoteCount) {}

    String PAGE_START =
            SAID
                    + """
                    select s.*, c.name as client_name,
                        (select count(*)::int from said r where r.parent_post_id = s.post_id and r.status = 'visible')
                            as reply_count,
                        (select count(*)::int from community_votes v where v.post_id = s.post_id) as helpful_vote_count
                    from (select * from said where
                    """;

    String PAGE_END =
            """
             limit :most) s
            left join clients c on c.client_id = s.client_id
            """;

    /** The posts and questions of a community in a period, without those that were removed. */
    String LISTED =
            """
             community_id = :communityId and parent_post_id is null and status <> 'removed'
                and posted_at >= :from and posted_at < :until
            """;

    @SqlQuery(
            PAGE_START
                    + LISTED
                    + """
                         and (cast(:afterId as text) is null or posted_at < :afterAt
                            or (posted_at = :afterAt and post_id > :afterId))
                        order by posted_at desc, post_id
                    """
                    + PAGE_END
                    + "order by s.posted_at desc, s.post_id")
    @RegisterConstructorMapper(Row.class)
    List<Row> page(
            String communityId,
            Instant from,
            Instant until,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most);

    @SqlQuery(SAID + "select count(*) from said where " + LISTED)
    long count(String communityId, Instant from, Instant until);

    @SqlQuery(
            PAGE_START
                    + """
                         parent_post_id = :postId and status <> 'removed'
                            and (cast(:afterId as text) is null or posted_at < :afterAt
                                or (posted_at = :afterAt and post_id > :afterId))
                        order by posted_at desc, post_id
                    """
                    + PAGE_END
                    + "order by s.posted_at desc, s.post_id")
    @RegisterConstructorMapper(Row.class)
    List<Row> replies(String postId, @Nullable Instant afterAt, @Nullable String afterId, int most);

    @SqlQuery(
            SAID
                    + "select count(*) from said where parent_post_id = :postId and status <>"
                    + " 'removed'")
    long replyCount(String postId);

    /** The posts that wait for a moderator. */
    String FLAGGED =
            " status = 'flagged' and (cast(:communityId as text) is null or community_id ="
                    + " :communityId)";

    @PlannedForItsValues
    @SqlQuery(
            PAGE_START
                    + FLAGGED
                    + """
                         and (cast(:afterId as text) is null or (flagged_at, post_id) > (:afterAt, :afterId))
                        order by flagged_at, post_id
                    """
                    + PAGE_END
                    + "order by s.flagged_at, s.post_id")
    @RegisterConstructorMapper(Row.class)
    List<Row> queue(
            @Nullable String communityId,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most);

    @PlannedForItsValues
    @SqlQuery(SAID + "select count(*) from said where " + FLAGGED)
    long queued(@Nullable String communityId);

    @SqlQuery(PAGE_START + " post_id = :postId" + PAGE_END)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> find(String postId, int most);

    /** A post that is locked for a change. */
    record HeldPost(
            String communityId,
            String postId,
            @Nullable String clientId,
            @Nullable String memberId,
            PostKind kind,
            @Nullable String parentPostId,
            PostStatus status,
            @Nullable Instant acceptedAt,
            Instant postedAt,
            Instant updatedAt) {}

    @SqlQuery(
            """
            select community_id, post_id, client_id, member_id, kind, parent_post_id, status, accepted_at, posted_at,
                updated_at
            from community_posts
            where post_id = :postId
            for update
            """)
    @RegisterConstructorMapper(HeldPost.class)
    Optional<HeldPost> lock(String postId);

    @SqlQuery(
            """
            select community_id, post_id, null as client_id, null as member_id, kind, parent_post_id, status,
                cast(null as timestamptz) as accepted_at, posted_at, updated_at
            from community_team_posts
            where post_id = :postId
            for update
            """)
    @RegisterConstructorMapper(HeldPost.class)
    Optional<HeldPost> lockOurs(String postId);

    /** Returns whether the post was new; a post with this external id is left as it is. */
    @SqlUpdate(
            """
            insert into community_posts (client_id, community_id, post_id, member_id, kind, parent_post_id, title_text,
                content_text, tags, external_id, posted_at, created_at, updated_at)
            values (:clientId, :communityId, :postId, :memberId, :kind, :parentPostId, :title, :content,
                cast(:tags as text[]), :externalId, :at, :now, :now)
            on conflict (client_id, community_id, external_id) where external_id is not null do nothing
            """)
    boolean add(
            String clientId,
            String communityId,
            String postId,
            @Nullable String memberId,
            PostKind kind,
            @Nullable String parentPostId,
            @Nullable String title,
            String content,
            String[] tags,
            @Nullable String externalId,
            Instant at,
            Instant now);

    @SqlQuery(
            """
            select post_id
            from community_posts
            where client_id = :clientId and community_id = :communityId and external_id = :externalId
            """)
    Optional<String> withExternalId(String clientId, String communityId, String externalId);

    @SqlUpdate(
            """
            insert into community_team_posts (community_id, post_id, author, kind, parent_post_id, title, content, tags,
                posted_at, created_at, updated_at)
            values (:communityId, :postId, :author, :kind, :parentPostId, :title, :content, cast(:tags as text[]), :now,
                :now, :now)
            """)
    void addOurs(
            String communityId,
            String postId,
            String author,
            PostKind kind,
            @Nullable String parentPostId,
            @Nullable String title,
            String content,
            String[] tags,
            Instant now);

    /** Returns whether the vote was new. */
    @SqlUpdate(
            """
            insert into community_votes (client_id, community_id, post_id, voter_member_id, at)
            values (:clientId, :communityId, :postId, :memberId, :at)
            on conflict do nothing
            """)
    boolean vote(String clientId, String communityId, String postId, String memberId, Instant at);

    /** Finds another accepted answer to a question. */
    @SqlQuery(
            """
            select post_id
            from community_posts
            where parent_post_id = :questionId and accepted_at is not null and status = 'visible' and post_id <> :postId
            limit 1
            """)
    Optional<String> acceptedBeside(String questionId, String postId);

    @SqlUpdate(
            """
            update community_posts
            set accepted_at = :at, updated_at = :now
            where client_id = :clientId and community_id = :communityId and post_id = :postId
            """)
    void accept(String clientId, String communityId, String postId, Instant at, Instant now);

    /** Withdraws the acceptance, since the asker has chosen another answer meanwhile. */
    @SqlUpdate(
            """
            update community_posts
            set accepted_at = null, updated_at = :now
            where client_id = :clientId and community_id = :communityId and post_id = :postId
            """)
    void unaccept(String clientId, String communityId, String postId, Instant now);

    @SqlUpdate(
            """
            update community_posts
            set status = :status, flag_reason = :reason, flagged_at = :flaggedAt, updated_at = :now
            where client_id = :clientId and community_id = :communityId and post_id = :postId
            """)
    void moderate(
            String clientId,
            String communityId,
            String postId,
            PostStatus status,
            @Nullable String reason,
            @Nullable Instant flaggedAt,
            Instant now);

    @SqlUpdate(
            """
            update community_team_posts
            set status = :status, flag_reason = :reason, flagged_at = :flaggedAt, updated_at = :now
            where community_id = :communityId and post_id = :postId
            """)
    void moderateOurs(
            String communityId,
            String postId,
            PostStatus status,
            @Nullable String reason,
            @Nullable Instant flaggedAt,
            Instant now);

    /** The author of a post. */
    record Author(
            String clientId,
            String communityId,
            String memberId,
            boolean isModerator,
            Instant joinedAt) {}

    @SqlQuery(
            """
            select client_id, community_id, member_id, is_moderator, joined_at
            from community_members
            where member_id = :memberId
            """)
    @RegisterConstructorMapper(Author.class)
    Optional<Author> author(String memberId);

    /** Moves the joining date of a member back to that time, if it is later. */
    @SqlUpdate(
            """
            update community_members
            set joined_at = least(joined_at, :at), updated_at = :now
            where client_id = :clientId and community_id = :communityId and member_id = :memberId
            """)
    void joined(String clientId, String communityId, String memberId, Instant at, Instant now);
}
