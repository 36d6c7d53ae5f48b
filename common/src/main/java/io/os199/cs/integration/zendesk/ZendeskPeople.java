package io.os199.cs.integration.zendesk;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * The people, organizations and groups that come along with tickets.
 *
 * @param users by id, like the others
 */
record ZendeskPeople(
        Map<String, User> users,
        Map<String, Organization> organizations,
        Map<String, String> groups) {
    ZendeskPeople {
        users = Map.copyOf(users);
        organizations = Map.copyOf(organizations);
        groups = Map.copyOf(groups);
    }

    /** A person who asks or answers. */
    record User(String id, @Nullable String name, @Nullable String email, boolean isAgent) {}

    /** A customer's organization. */
    record Organization(String id, @Nullable String externalId) {}

    static ZendeskPeople of(JsonNode body) {
        Map<String, User> users = new HashMap<>();
        body.path("users").forEach(each -> users.put(each.path("id").asText(), user(each)));
        Map<String, Organization> organizations = new HashMap<>();
        body.path("organizations")
                .forEach(each -> organizations.put(each.path("id").asText(), organization(each)));
        Map<String, String> groups = new HashMap<>();
        body.path("groups")
                .forEach(each -> groups.put(each.path("id").asText(), each.path("name").asText()));
        return new ZendeskPeople(users, organizations, groups);
    }

    static User user(JsonNode user) {
        String role = user.path("role").asText();
        return new User(
                user.path("id").asText(),
                text(user.path("name")),
                text(user.path("email")),
                role.equals("agent") || role.equals("admin"));
    }

    static Organization organization(JsonNode organization) {
        return new Organization(
                organization.path("id").asText(), text(organization.path("external_id")));
    }

    /** Returns the side-loaded user, or else one of whom only the id is known; absent without an id. */
    @Nullable User userOf(JsonNode id) {
        String text = text(id);
        return text == null ? null : users.getOrDefault(text, new User(text, null, null, false));
    }

    /** Returns an organization as {@link #userOf} returns a user. */
    @Nullable Organization organizationOf(JsonNode id) {
        String text = text(id);
        return text == null ? null : organizations.getOrDefault(text, new Organization(text, null));
    }

    @Nullable String groupOf(JsonNode id) {
        String text = text(id);
        return text == null ? null : groups.get(text);
    }

    /** Returns a text or number that is there and not blank. */
    static @Nullable String text(JsonNode node) {
        // Our columns take no NUL.
        String text = node.isValueNode() && !node.isNull() ? node.asText().replace("\0", "") : "";
        return text.isBlank() ? null : text.strip();
    }
}
