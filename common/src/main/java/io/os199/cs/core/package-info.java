/** Clients, contacts, contracts and the timeline: stored, changed, named and audited in one place. */
@NullMarked
package io.os199.cs.core;

import org.jspecify.annotations.NullMarked;
