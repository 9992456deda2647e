//! Ends the node before the database's disk is full.
//!
//! The database maps its files into memory: a write that finds no room kills the process in the middle
//! of it, without a word. Ending a little earlier keeps the database whole, and says why.

use sc_service::error::Error;
use std::{
	path::{Path, PathBuf},
	time::Duration,
};

/// Time between two looks: a node that syncs as fast as it can writes far less than the threshold in it.
const PERIOD: Duration = Duration::from_secs(2);

/// What the command line says of it.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct DiskParams {
	/// Space in MiB that stays free on the database's disk: the node doesn't start with less, and ends
	/// when less is left. 0 doesn't look.
	#[arg(long = "db-storage-threshold", value_name = "MiB", default_value_t = 1024)]
	pub threshold: u64,
}

/// Looks after one folder's disk.
#[derive(Debug, Clone)]
pub struct Disk {
	folder: PathBuf,
	threshold: u64,
}

impl Disk {
	pub fn new(folder: &Path, params: &DiskParams) -> Self {
		Self { folder: folder.to_path_buf(), threshold: params.threshold }
	}

	/// What is wrong, where too little is left. A folder that isn't there, or a system that doesn't
	/// say, is no reason not to run.
	pub fn shortage(&self) -> Option<String> {
		let free = free_mib(self.existing()?)?;
		(free < self.threshold).then(|| {
			format!(
				"The disk of {} has {free} MiB left; {} are kept free (--db-storage-threshold). Nothing is \
				 lost: make room, and start again.",
				self.folder.display(),
				self.threshold
			)
		})
	}

	/// Refuses a disk that is full at the start.
	pub fn ensure(&self) -> Result<(), Error> {
		self.shortage().map_or(Ok(()), |text| Err(Error::Other(text)))
	}

	/// Ends when too little is left: as an essential task, the node with it.
	pub async fn watch(self) {
		loop {
			tokio::time::sleep(PERIOD).await;
			if let Some(text) = self.shortage() {
				log::error!(target: "disk", "{text}");
				return;
			}
		}
	}

	/// The folder, or the nearest one above it that is there already.
	fn existing(&self) -> Option<&Path> {
		self.folder.ancestors().find(|folder| folder.exists())
	}
}

fn free_mib(folder: &Path) -> Option<u64> {
	let disk = rustix::fs::statvfs(folder).ok()?;
	Some(disk.f_bavail.saturating_mul(disk.f_frsize) >> 20)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn disk(threshold: u64) -> Disk {
		Disk::new(&std::env::temp_dir().join("no/such/folder"), &DiskParams { threshold })
	}

	#[test]
	fn room_is_fine_and_its_lack_is_named() {
		assert_eq!(disk(0).shortage(), None);
		let text = disk(u64::MAX).ensure().unwrap_err().to_string();
		assert!(text.contains("MiB left") && text.contains("--db-storage-threshold"), "{text}");
	}
}
