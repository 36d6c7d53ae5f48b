/** Lists in pages: cursors, and the size limit of one answer. */
@NullMarked
package io.os199.cs.platform.paging;

import org.jspecify.annotations.NullMarked;
