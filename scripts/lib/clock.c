/*
 * A clock that is wrong: preloaded into a node (LD_PRELOAD), it moves the time of day by CLOCK_OFFSET
 * seconds and leaves timers, which run on the monotonic clock, alone. For scripts/network.sh
 * --clock-offset; what it is for is described in docs/faults.md.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long offset(void)
{
	static long seconds;
	static int known;

	if (!known) {
		const char *text = getenv("CLOCK_OFFSET");

		seconds = text ? atol(text) : 0;
		known = 1;
	}
	return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
	int failed = (int)syscall(SYS_clock_gettime, clock, time);

	if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		time->tv_sec += offset();
	return failed;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
	int failed = (int)syscall(SYS_gettimeofday, time, zone);

	if (!failed)
		time->tv_sec += offset();
	return failed;
}

time_t time(time_t *out)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (out)
		*out = now.tv_sec;
	return now.tv_sec;
}
