#!/bin/sh
# The guest's first process: the root of the machine outside, read-only, with a layer of memory on
# top; then the scenes. What is said on ttyS1 is what the machine outside hears.
set -e
PATH=/bin
/bin/busybox --install -s /bin
mkdir -p /proc /sys /dev /lower /layer /root
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
while read -r module; do insmod "/modules/$module"; done </modules/order
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 root /lower
mount -t tmpfs -o size=75% layer /layer
mkdir /layer/upper /layer/work
mount -t overlay -o lowerdir=/lower,upperdir=/layer/upper,workdir=/layer/work root /root
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 exchange /root/mnt
. /root/mnt/settings
mkdir -p "/root/lib/modules/$KERNEL"
mount --bind "/root$MODULES" "/root/lib/modules/$KERNEL"
mount --move /dev /root/dev
mkdir -p /root/dev/pts /root/dev/shm
mount -t devpts devpts /root/dev/pts
for memory in dev/shm tmp run; do mount -t tmpfs memory "/root/$memory"; done
chmod 1777 /root/dev/shm /root/tmp
mount -t proc proc /root/proc
mount --move /sys /root/sys
ip link set lo up
set +e
chroot /root /bin/sh /mnt/run >/root/dev/ttyS1 2>/root/dev/ttyS0
echo $? >/root/mnt/status
sync
poweroff -f
