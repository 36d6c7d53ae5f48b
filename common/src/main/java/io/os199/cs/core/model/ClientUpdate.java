package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A caller's changes to a client; whatever is absent stays unchanged.
 *
 * @param version of the client that the caller saw
 * @param contractId the base contract that {@code contract} is about, where there are several
 * @param attributes custom fields; an empty value removes one
 * @param reason in the caller's words
 */
public record ClientUpdate(
        int version,
        @Nullable String clientName,
        @Nullable String companyName,
        @Nullable String externalId,
        @Nullable String industry,
        @Nullable Tier tier,
        @Nullable String contractId,
        ContractFields contract,
        @Nullable ContactFields contact,
        @Nullable String csm,
        @Nullable ClientStatus status,
        List<String> tagsAdd,
        List<String> tagsRemove,
        Map<String, String> attributes,
        Set<Clearable> cleared,
        @Nullable String reason) {

    public ClientUpdate {
        tagsAdd = Tags.clean(tagsAdd);
        tagsRemove = Tags.clean(tagsRemove);
        attributes = Map.copyOf(attributes);
        cleared = Set.copyOf(cleared);
    }

    /** Whether it affects a contract. */
    public boolean touchesContract() {
        return contract.value() != null
                || !contract.isEmpty()
                || clears(Clearable.RENEWAL_DATE)
                || clears(Clearable.INCLUDED_USERS);
    }

    /** Whether it changes nothing, regardless of what is stored. */
    public boolean isEmpty() {
        return !touchesContract()
                && cleared.isEmpty()
                && tagsAdd.isEmpty()
                && tagsRemove.isEmpty()
                && attributes.isEmpty()
                && Stream.of(
                                clientName,
                                companyName,
                                externalId,
                                industry,
                                tier,
                                contact,
                                csm,
                                status)
                        .allMatch(Objects::isNull);
    }

    public boolean clears(Clearable field) {
        return cleared.contains(field);
    }

    /** Returns the fields that are both given a value and emptied. */
    public Set<Clearable> contradictions() {
        Set<Clearable> both = EnumSet.noneOf(Clearable.class);
        both(both, Clearable.EXTERNAL_ID, externalId);
        both(both, Clearable.INDUSTRY, industry);
        both(both, Clearable.CSM_ASSIGNED, csm);
        both(both, Clearable.RENEWAL_DATE, contract.renewalDate());
        both(both, Clearable.INCLUDED_USERS, contract.includedUsers());
        return both;
    }

    private void both(Set<Clearable> both, Clearable field, @Nullable Object value) {
        if (value != null && clears(field)) {
            both.add(field);
        }
    }
}
