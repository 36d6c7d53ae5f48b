/** Executive reviews: how they are planned and held, and what was agreed in them. */
@NullMarked
package io.os199.cs.communication.review;

import org.jspecify.annotations.NullMarked;
