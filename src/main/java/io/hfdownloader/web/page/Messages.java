package io.hfdownloader.web.page;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/**
 * What pages say that the server writes, in English; other languages stand in {@code messages/t_*.properties}. What the
 * pages' scripts write stands in {@code static/texts/}. Templates name a text as <code>{t:name}</code>.
 */
@MessageBundle("t")
public interface Messages {

    /** The language of these texts, as in {@code <html lang>}. */
    @Message("en")
    String language();

    // --- frame of all pages ------------------------------------------------------------------------------------

    @Message("Download")
    String download();

    @Message("Manage")
    String manage();

    @Message("Download models")
    String downloadModels();

    @Message("Skip to the content")
    String skip();

    @Message("Pages")
    String pages();

    @Message("These pages need JavaScript to start downloads and to show progress.")
    String needsScript();

    @Message("Keep it")
    String keepIt();

    @Message("Language")
    String languageChoice();

    @Message("API")
    String apiPage();

    @Message("Version {version}")
    String programVersion(String version);

    @Message("Nothing is at this address")
    String notFound();

    @Message("The page was moved, or its address has a mistake in it. Both pages of this program are one click away.")
    String notFoundHelp();

    // --- units of numbers --------------------------------------------------------------------------------------

    @Message("byte")
    String unitByte();

    @Message("bytes")
    String unitBytes();

    /** Stands between a part and its whole. */
    @Message("of")
    String unitOf();

    @Message("/s")
    String unitPerSecond();

    @Message("s")
    String unitSeconds();

    @Message("min")
    String unitMinutes();

    @Message("h")
    String unitHours();

    @Message("d")
    String unitDays();

    // --- choosing ----------------------------------------------------------------------------------------------

    @Message("New download")
    String newDownload();

    @Message("Repository on the Hub")
    String repositoryOnTheHub();

    @Message("Repositories on the Hub")
    String repositoriesOnTheHub();

    @Message("Type")
    String type();

    @Message("Model")
    String model();

    @Message("Dataset")
    String dataset();

    @Message("Space")
    String spaceType();

    @Message("owner/name, an address, a command, or words to search for")
    String ownerAndName();

    @Message("Look up")
    String lookUp();

    @Message(
            "Type words to search, or paste what you have: owner/name:Q4_K_M, an address, an hf, ollama or llama-server command.")
    String boxHelp();

    @Message("Several at once")
    String severalAtOnce();

    @Message("One on each line")
    String severalLines();

    @Message(
            "Names, addresses and command lines, mixed as you like. They are put into a basket, and nothing starts yet.")
    String severalHelp();

    @Message("Close")
    String close();

    @Message("Put into the basket")
    String readThese();

    @Message("More options")
    String moreOptions();

    @Message("Quantization or pattern")
    String quantizationOrPattern();

    @Message("If you know it already: a name such as Q4_K_M, or a pattern such as *Q4_K*.gguf.")
    String patternHelp();

    @Message("Download")
    String startDownload();

    @Message("Add to the basket")
    String addToBasket();

    @Message("Your machines")
    String machinesTitle();

    @Message(
            "Models are compared with the memory of these. Write it as it is printed on the card or module: 24 for 24 GB.")
    String machinesHelp();

    @Message("Add a machine")
    String addMachine();

    @Message("Cancel")
    String cancelEdit();

    @Message("Save")
    String save();

    @Message("Name")
    String machineName();

    @Message("VRAM, GiB")
    String vram();

    @Message("RAM, GiB")
    String ram();

    @Message("Remove")
    String removeIt();

    @Message("Recommended")
    String recommended();

    @Message("Bits per weight")
    String bitsPerWeight();

    @Message("Files")
    String parts();

    @Message("Size")
    String size();

    @Message("On disk")
    String onDisk();

    @Message("Fits")
    String fits();

    @Message("Choose")
    String choose();

    @Message("Revision")
    String revision();

    @Message("Branches, tags and recent commits")
    String revisionsThereAre();

    @Message("Or any other: a branch, a tag or a commit")
    String anyRevision();

    @Message("Show this one")
    String useRevision();

    @Message("Context length")
    String contextLength();

    @Message("Machines…")
    String editMachines();

    @Message("Variants")
    String variants();

    @Message("Variant")
    String variant();

    @Message("Same weights in other formats")
    String otherFormats();

    @Message("Choose files instead")
    String chooseFiles();

    @Message("Filter")
    String filterFiles();

    @Message("Files of the repository")
    String filesOfTheRepository();

    @Message("Arrow keys move, right and left open and close a folder, space ticks.")
    String treeHelp();

    @Message("Basket")
    String basket();

    @Message("Empty the basket")
    String emptyBasket();

    @Message("Download all")
    String downloadAll();

    // --- watching ----------------------------------------------------------------------------------------------

    @Message("Downloads")
    String watchTitle();

    @Message(
            "Nothing is being downloaded. Name a repository above; what you choose appears here and is kept on the server.")
    String watchEmpty();

    @Message("Pause all")
    String watchPauseAll();

    @Message("Resume all")
    String watchResumeAll();

    @Message("Notify me when a download ends")
    String watchNotify();

    @Message("History")
    String watchPast();

    @Message("Retry all that failed")
    String watchRetryAll();

    @Message("Clear the list")
    String watchClearAll();

    @Message("Show more")
    String watchMore();

    @Message("Undo")
    String watchUndo();

    @Message("Speed limit:")
    String limitTitle();

    @Message("none")
    String limitNone();

    @Message("Bytes per second over all downloads")
    String limitLabel();

    @Message("Save")
    String limitSave();

    @Message(
            "Such as <code>20M</code>, or with hours of the server's clock that differ: <code>5M, 22:00-07:00 = unlimited</code>. Leave it empty for none.")
    String limitHelp();

    @Message("Queued")
    String stateQueued();

    @Message("Resolving")
    String stateResolving();

    @Message("Downloading")
    String stateDownloading();

    @Message("Verifying")
    String stateVerifying();

    @Message("Completed")
    String stateCompleted();

    @Message("Paused")
    String statePaused();

    @Message("Failed")
    String stateFailed();

    @Message("Cancelled")
    String stateCancelled();

    @Message("Waits for its turn")
    String phaseTurn();

    @Message("Waits for its turn, number {place} in the queue")
    String phaseQueued(int place);

    @Message("Asking the Hub which files there are")
    String phaseResolving();

    @Message("Files are arriving")
    String phaseDownloading();

    @Message("All bytes are here; their hashes are being checked")
    String phaseVerifying();

    @Message("Every file is in place and its hash was checked")
    String phaseCompleted();

    @Message("Paused; what has arrived is kept")
    String phasePaused();

    @Message("Stopped; what has arrived is kept")
    String phaseFailed();

    @Message("Cancelled; what has arrived is kept until it leaves this list")
    String phaseCancelled();

    /** What a download waits for, by the code that the API has beside its sentence; also in the scripts' texts. */
    @Message(
            "{#switch code}{#case 'hub-throttled'}The Hub asks to slow down.{#case 'hub-unavailable'}The Hub does not answer.{#case 'disk-full'}The disk is full.{#case 'closing'}Files are being closed.{#else}Files wait.{/switch}")
    String waits(String code);

    /** Why a download failed, by the type of the problem. */
    @Message(
            "{#switch type}{#case 'repo-not-found'}There is no such repository.{#case 'revision-not-found'}There is no such revision.{#case 'file-not-found'}A file is not on the Hub.{#case 'repo-gated'}Its licence must be accepted first.{#case 'token-invalid'}The token is not valid.{#case 'repo-forbidden'}Access is not allowed.{#case 'repo-disabled'}The repository was disabled.{#case 'content-changed'}The content on the Hub changed.{#case 'hub-throttled'}The Hub asks to slow down.{#case 'hub-unavailable'}The Hub does not answer.{#case 'network'}The connection broke.{#case 'bad-content'}What came is not what the Hub announced.{#case 'disk-full'}The disk is full.{#case 'disk-error'}The disk cannot be written.{#case 'variant-not-found'}There is no such variant.{#else}The download failed.{/switch}")
    String failure(String type);

    @Message("update")
    String factUpdate();

    @Message("model")
    String factModel();

    @Message("dataset")
    String factDataset();

    @Message("space")
    String factSpace();

    @Message("{revision} at {commit}")
    String factAt(String revision, String commit);

    @Message("all files")
    String factAll();

    @Message("what is here")
    String factHere();

    @Message("{wanted} without {excluded}")
    String factWithout(String wanted, String excluded);

    @Message("took {time}")
    String factTook(String time);

    @Message("{percent} %")
    String percentOf(int percent);

    @Message("{done} of {total}")
    String filesOf(int done, int total);

    @Message("Goes on by itself at")
    String goesOnAt();

    @Message("Received")
    String dtReceived();

    @Message("Verified")
    String dtVerified();

    @Message("Was here already")
    String dtReused();

    @Message("Hashed")
    String dtHashed();

    @Message("Speed")
    String dtRate();

    @Message("Time left")
    String dtLeft();

    @Message("Connections")
    String dtConnections();

    @Message("Path")
    String dtVia();

    @Message("Retries")
    String dtTries();

    @Message("Files")
    String dtFiles();

    @Message("Received of {repo}")
    String barReceived(String repo);

    @Message("Verified of {repo}")
    String barVerified(String repo);

    @Message("Speed over the last two minutes")
    String graphOf();

    @Message("File that moved last:")
    String currentFile();

    @Message("Last trouble:")
    String lastTrouble();

    @Message("Ended")
    String ended();

    @Message("Files")
    String filesShow();

    @Message("Files of {repo}")
    String filesRegion(String repo);

    @Message("Find a file")
    String filesFind();

    @Message("Which files")
    String filesState();

    @Message("All files")
    String filesEvery();

    @Message("Under way")
    String filesWork();

    @Message("Waiting")
    String filesWait();

    @Message("Failed")
    String filesFailed();

    @Message("Done")
    String filesDone();

    @Message("Pause")
    String doPause();

    @Message("Resume")
    String doResume();

    @Message("Cancel")
    String doCancel();

    @Message("Try again")
    String doRetry();

    @Message("Remove from list")
    String doRemove();

    @Message("First")
    String doFirst();

    @Message("Move up")
    String doUp();

    @Message("Move down")
    String doDown();

    @Message("Drag to another place, or use the arrow keys: {repo}")
    String doDrag(String repo);

    // --- managing ----------------------------------------------------------------------------------------------

    @Message("Manage models")
    String manageTitle();

    @Message("Models on this server")
    String modelsHere();

    @Message("Filter, group and sort")
    String viewLabel();

    @Message("Filter")
    String modelFilter();

    @Message("Name, type or variant")
    String modelFilterHint();

    @Message("Group by")
    String groupBy();

    @Message("Nothing")
    String groupNone();

    @Message("Namespace")
    String groupNamespace();

    @Message("Type")
    String groupType();

    @Message("Sort by")
    String sortBy();

    @Message("Name")
    String sortName();

    @Message("Size, largest first")
    String sortSize();

    @Message("Date, newest first")
    String sortDate();

    @Message("No model matches this filter.")
    String noMatch();

    @Message("Show all")
    String showAllModels();

    @Message(
            "Nothing is here yet. Models appear on this page once a download has brought their first files, or when another program puts some into the models directory.")
    String nothingHere();

    @Message("Choose a model")
    String chooseAModel();

    @Message("an update is on the Hub")
    String updateOnHub();

    @Message("{size} unfinished")
    String modelUnfinished(String size);

    @Message("changed")
    String modelChanged();

    @Message("to delete it, cancel its download first")
    String heldByDownload();

    @Message("Update")
    String updateModel();

    @Message("Update {name}")
    String updateModelOf(String name);

    @Message("Delete")
    String deleteModel();

    @Message("Delete {name}")
    String deleteModelOf(String name);

    @Message("Delete {variant} of {name}")
    String deleteVariantOf(String variant, String name);

    @Message("Complete")
    String modelComplete();

    @Message("Incomplete")
    String modelIncomplete();

    @Message("No weights")
    String noWeights();

    @Message("model")
    String kindModel();

    @Message("dataset")
    String kindDataset();

    @Message("space")
    String kindSpace();

    @Message("folder")
    String kindFolder();

    @Message("Files in no model's folder")
    String strayFiles();

    @Message("Not from the Hub")
    String notFromHub();

    @Message("No namespace")
    String noNamespace();

    @Message("In")
    String inFolder();

    @Message("Beside the folders of models, in")
    String besideModels();

    @Message("commit")
    String modelCommit();

    @Message(
            "{size} are unfinished files of a download that did not end. Resume or retry it, update the model, or delete the model to get the space back.")
    String unfinishedHelp(String size);

    @Message("Variants")
    String modelVariants();

    @Message("incomplete")
    String variantIncomplete();

    @Message("Files")
    String modelFiles();

    @Message("{#if count == 1}1 file{#else}{count} files{/if}")
    String modelFileCount(int count);

    @Message("No finished file is here.")
    String noModelFiles();

    @Message("and {#if count == 1}1 more file{#else}{count} more files{/if}")
    String moreModelFiles(int count);
}
