//! Which folders may be read: a path is resolved, links and all, before it is asked whether it lies in one.

use crate::Error;
use crate::given::Wrong;
use std::path::{Path, PathBuf};

/// The folders that may be read, by their true paths.
#[derive(Debug, Default)]
pub(crate) struct Roots(Vec<PathBuf>);

impl Roots {
    pub(crate) fn new(folders: &[PathBuf]) -> Result<Roots, Error> {
        let root = |folder: &PathBuf| {
            let failed = |e| Error::Root(folder.clone(), e);
            let path = folder.canonicalize().map_err(failed)?;
            std::fs::read_dir(&path).map_err(failed)?;
            Ok(path)
        };
        folders.iter().map(root).collect::<Result<_, _>>().map(Roots)
    }

    pub(crate) fn folders(&self) -> &[PathBuf] {
        &self.0
    }

    /// The true path of a file or folder that may be read. One that may not be read and one that is not there get the same
    /// answer, so that nobody learns what lies elsewhere.
    pub(crate) fn resolve(&self, path: &str) -> Result<PathBuf, Wrong> {
        if path.starts_with("http://") || path.starts_with("https://") {
            return Err(Wrong::new("An address is given as a path, and nothing is fetched.")
                .hint("give the article's text in `articles`"));
        }
        if self.0.is_empty() {
            return Err(Wrong::new("A path is given, and no folder may be read.")
                .hint("give texts in `articles`; or whoever starts the server names a folder with --root"));
        }
        let given = Path::new(path);
        let inside = |path: PathBuf| {
            let path = path.canonicalize().ok()?;
            self.0.iter().any(|root| path.starts_with(root)).then_some(path)
        };
        // An absolute path stays what it is.
        let found = self.0.iter().find_map(|root| inside(root.join(given)));
        found.filter(|_| !path.is_empty()).ok_or_else(|| {
            Wrong::new("A path leads to nothing that may be read.")
                .hint("a file or folder within the folders that the server was started with, such as `.`")
        })
    }

    /// What a file is called: by its path in its folder, so that nobody learns where the folder lies. Of several folders, with
    /// the folder's own name.
    pub(crate) fn name(&self, path: &str) -> String {
        let inside = self.0.iter().find_map(|root| Some((root, Path::new(path).strip_prefix(root).ok()?)));
        let Some((root, rest)) = inside else { return path.to_owned() };
        match root.file_name() {
            Some(own) if self.0.len() > 1 || rest.as_os_str().is_empty() => {
                Path::new(own).join(rest).display().to_string()
            }
            _ => rest.display().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_what_lies_in_a_root_is_resolved() {
        let folder = tempfile::tempdir().unwrap();
        let (open, shut) = (folder.path().join("open"), folder.path().join("open-not"));
        fs::create_dir_all(open.join("story")).unwrap();
        fs::create_dir(&shut).unwrap();
        fs::write(open.join("story/a.txt"), "a").unwrap();
        fs::write(shut.join("b.txt"), "b").unwrap();
        let roots = Roots::new(std::slice::from_ref(&open)).unwrap();
        let shut_file = shut.join("b.txt").display().to_string();
        for (path, fits) in [
            (".", true),
            ("story", true),
            ("story/a.txt", true),
            ("story/../story/a.txt", true),
            ("", false),
            ("..", false),
            ("../open-not/b.txt", false),
            ("story/../../open-not/b.txt", false),
            ("/etc/passwd", false),
            ("story/none.txt", false),
            ("story/a.txt\0", false),
            ("https://halvik-post.example/a", false),
            (&shut_file, false),
        ] {
            assert_eq!(roots.resolve(path).is_ok(), fits, "{path:?}");
        }
        let absolute = open.join("story/a.txt").canonicalize().unwrap();
        assert_eq!(roots.resolve(&absolute.display().to_string()).unwrap(), absolute);
        assert_eq!(
            roots.name(&absolute.display().to_string()),
            Path::new("story/a.txt").display().to_string()
        );
        // What may not be read and what is not there get one answer.
        let told = |path: &str| roots.resolve(path).unwrap_err().to_string();
        assert_eq!(told(&shut_file), told("story/none.txt"));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_counts_by_where_it_leads() {
        let folder = tempfile::tempdir().unwrap();
        let open = folder.path().join("open");
        fs::create_dir(&open).unwrap();
        fs::write(folder.path().join("secret.txt"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path().join("secret.txt"), open.join("link.txt")).unwrap();
        std::os::unix::fs::symlink(folder.path(), open.join("up")).unwrap();
        let roots = Roots::new(&[open]).unwrap();
        for path in ["link.txt", "up", "up/secret.txt"] {
            assert!(roots.resolve(path).is_err(), "{path}");
        }
    }
}
